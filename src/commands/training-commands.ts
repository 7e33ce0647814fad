import type { Command } from 'commander';
import { MONITOR_OPTIONS, OPTIMIZERS_OPTIONS, TRAIN_OPTIONS } from '../config/training-options.js';
import { addOptions, givenOptions } from './add-options.js';
import { addNotes } from './help.js';
import type { Io } from './io.js';

const EXIT_CODES = [
  '0  no alarm of the level that fails a run',
  '1  such an alarm (--fail-on)',
  '2  there was nothing to train, or to read',
  '130  interrupted: the report covers what was there',
];

/** The commands around training. What they do is loaded when one of them is called: a check needs none of it. */
export function addTrainingCommands(program: Command, io: Io, done: (exitCode: number) => void): void {
  addTrainCommand(program, io, done);
  addMonitorCommand(program, io, done);
  addOptimizersCommand(program, io, done);
}

function addOptimizersCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  const command = program
    .command('optimizers')
    .description('compare optimizers on the loss of a model: stability, progress, learning rates')
    .argument('<file>', 'a model module, or a .json file of formulas');
  addOptions(command, OPTIMIZERS_OPTIONS);
  addNotes(command, {
    examples: [
      'gradcheck optimizers model.ts',
      'gradcheck optimizers model.ts --only sgd,adam --evaluations 500 --seeds 5',
      'gradcheck optimizers model.ts --batch-size 32 --lr-grid 1e-3:1:13',
    ],
    exitCodes: ['0  they were compared', '2  they could not be', '130  interrupted'],
  });
  command.action(async (file: string) => {
    const { optimizers } = await import('./optimizers.js');
    done(await optimizers(file, givenOptions(command), io));
  });
}

function addTrainCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  const command = program
    .command('train')
    .description('train a model and watch the gradient of each of its parameters')
    .argument('<file>', 'a model module, or a .json file of formulas');
  addOptions(command, TRAIN_OPTIONS);
  addNotes(command, {
    examples: [
      'gradcheck train model.ts --optimizer adam --lr 0.01 --steps 500',
      'gradcheck train model.ts --batch-size 32 --clip-norm 1 --log run.jsonl',
      'gradcheck train model.ts --steps 10000 --checkpoint run.checkpoint --resume',
    ],
    exitCodes: EXIT_CODES,
  });
  command.action(async (file: string) => {
    const { train } = await import('./train.js');
    done(await train(file, givenOptions(command), io));
  });
}

function addMonitorCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  const command = program
    .command('monitor')
    .description('look for exploding, vanishing, dead and non-finite gradients in the log of any training loop')
    .argument('<log>', 'JSON lines, trainer_state.json of Hugging Face, CSV of TensorBoard; - for standard input');
  addOptions(command, MONITOR_OPTIONS);
  addNotes(command, {
    examples: [
      'gradcheck monitor run.jsonl',
      'gradcheck monitor run.jsonl --follow',
      'python train.py | gradcheck monitor -',
      'gradcheck monitor checkpoints/trainer_state.json --fail-on warn',
    ],
    exitCodes: EXIT_CODES,
  });
  command.action(async (file: string) => {
    const { monitor } = await import('./monitor.js');
    done(await monitor(file, givenOptions(command), io));
  });
}

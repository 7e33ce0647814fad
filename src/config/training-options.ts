import { COUNT, FLAG, NAMES, NOT_NEGATIVE, oneOf, SECONDS, TEXT, WHOLE } from './kinds.js';
import { call, CONFIG_OPTIONS, section, TWO_REPORTERS, type OptionTable } from './option-table.js';
import { OPTIONS } from './options.js';
import { FRACTION, LR_GRID, OPTIMIZER, OPTIMIZERS, PERCENTILE, POSITIVE } from './training-kinds.js';

const { loss, gradient, params, gradientStyle, seed, color, debug, quiet, isolate, maxMemory } = OPTIONS;

const failOn = section({
  flag: '--fail-on <level>',
  help: 'the level of alarm that makes the exit code 1',
  kind: oneOf('warn', 'error', 'never'),
  shownDefault: 'error',
});

const batchSize = section({
  flag: '--batch-size <n>',
  help: 'rows of data a step, drawn without repetition until all were seen',
  kind: COUNT,
  shownDefault: 'all',
});

const timeout = section({
  flag: '--timeout <seconds>',
  help: 'time that it may take; then it is ended, and what was found is told',
  kind: SECONDS,
  shownDefault: 'none',
});

const MODEL_OPTIONS = { loss, gradient, params, gradientStyle };
const SHOWN_OPTIONS = { reporter: TWO_REPORTERS, quiet, debug, color };

/** Options of `gradcheck train`, in the order in which help shows them. */
export const TRAIN_OPTIONS: OptionTable = {
  'How it is trained:': {
    optimizer: section({
      flag: '--optimizer <name>',
      help: 'what makes the steps',
      kind: OPTIMIZER,
      shownDefault: 'sgd',
    }),
    lr: section({ flag: '--lr <x>', help: 'learning rate', kind: NOT_NEGATIVE, shownDefault: 'that of the optimizer' }),
    steps: section({ flag: '--steps <n>', help: 'steps in all', kind: COUNT, shownDefault: '100' }),
    batchSize,
    schedule: section({
      flag: '--schedule <name>',
      help: 'how the learning rate changes: not at all, to a tenth after each third of the steps, or along half a cosine to 0',
      kind: oneOf('constant', 'step', 'cosine'),
      shownDefault: 'constant',
    }),
    warmup: section({
      flag: '--warmup <n>',
      help: 'steps in which the learning rate rises from 0',
      kind: WHOLE,
      shownDefault: '0',
    }),
    seed,
  },
  'How gradients are clipped:': {
    clipNorm: section({ flag: '--clip-norm <x>', help: 'scaled to this norm where theirs is larger', kind: POSITIVE }),
    clipValue: section({ flag: '--clip-value <x>', help: 'each entry kept within ±x', kind: POSITIVE }),
    clipAdaptive: section({
      flag: '--clip-adaptive <x>',
      help: 'each row to this share of the norm of its weights, such as 0.01 (AGC)',
      kind: FRACTION,
    }),
    clipPercentile: section({
      flag: '--clip-percentile <p>',
      help: 'to this percentile of the norms so far, such as 10 (AutoClip)',
      kind: PERCENTILE,
    }),
  },
  'What is written:': {
    log: call({ flag: '--log <file.jsonl>', help: 'a line for each step, which gradcheck monitor reads', kind: TEXT }),
    checkpoint: call({
      flag: '--checkpoint <file>',
      help: 'the state of the run, at its end and on the way',
      kind: TEXT,
    }),
    checkpointEvery: section({
      flag: '--checkpoint-every <n>',
      help: 'steps between two of them',
      kind: COUNT,
      shownDefault: '1000',
    }),
    resume: call({ flag: '--resume', help: 'go on from the checkpoint, as if the run had not been left', kind: FLAG }),
  },
  'The model:': MODEL_OPTIONS,
  'How it is run:': { timeout, maxMemory, isolate },
  'What is shown:': { failOn, ...SHOWN_OPTIONS },
  'Configuration:': CONFIG_OPTIONS,
};

/** Options of `gradcheck monitor`. */
export const MONITOR_OPTIONS: OptionTable = {
  'What is read:': {
    follow: call({ flag: '--follow', help: 'wait for more lines until interrupted', kind: FLAG }),
    column: call({
      flag: '--column <what>',
      help: 'what the values of a TensorBoard export are',
      kind: oneOf('loss', 'norm', 'lr'),
      shownDefault: 'by the name of the file',
    }),
  },
  'What is written:': {
    log: call({
      flag: '--log <file.jsonl>',
      help: 'what is read as lines of JSON, keys that mean nothing here among them',
      kind: TEXT,
    }),
  },
  'What is shown:': { failOn, ...SHOWN_OPTIONS },
  'Configuration:': CONFIG_OPTIONS,
};

/** Options of `gradcheck optimizers`. */
export const OPTIMIZERS_OPTIONS: OptionTable = {
  'What is compared:': {
    only: section({ flag: '--only <names>', help: `of ${OPTIMIZERS.join(', ')}`, kind: NAMES, shownDefault: 'all' }),
    evaluations: section({
      flag: '--evaluations <n>',
      help: 'evaluations of loss and gradient a run',
      kind: COUNT,
      shownDefault: '100',
    }),
    seeds: section({
      flag: '--seeds <n>',
      help: 'runs from different starts, and with different batches',
      kind: COUNT,
      shownDefault: '3',
    }),
    lrGrid: section({
      flag: '--lr-grid <lo:hi:n>',
      help: 'learning rates tried, evenly on a logarithmic scale',
      kind: LR_GRID,
      shownDefault: '1e-4:10:11',
    }),
    batchSize,
    seed,
  },
  'The model:': MODEL_OPTIONS,
  'How it is run:': { timeout, maxMemory, isolate },
  'What is shown:': SHOWN_OPTIONS,
  'Configuration:': CONFIG_OPTIONS,
};

import { Command, CommanderError } from 'commander';
import { packageVersion } from '../package-info.js';
import { addCheckCommand } from './check.js';
import { addDataCommand } from './data.js';
import { addDiffCommand } from './diff.js';
import { addExplainCommand } from './explain.js';
import { configureHelp } from './help.js';
import { addHessianCommand } from './hessian.js';
import type { Io } from './io.js';
import { addMergeCommand } from './merge.js';
import { tellError } from './tell-error.js';
import { addTrainingCommands } from './training-commands.js';
import { toUsageError } from './usage-error.js';

/** Exit code of a call that could not be carried out. */
const COULD_NOT_RUN = 2;

/** argv → command → exit code. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const done = (code: number): void => void (exitCode = code);
  const program = new Command('gradcheck')
    .description(
      'Checks hand-written gradients: is it right, and if not, which parameter, which line and which mistake.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .showSuggestionAfterError();
  configureHelp(program, io);
  addCheckCommand(program, io, done);
  addDiffCommand(program, io, done);
  addHessianCommand(program, io, done);
  addTrainingCommands(program, io, done);
  addDataCommand(program, io, done);
  addMergeCommand(program, io, done);
  addExplainCommand(program, io, done);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    const isUsage = error instanceof CommanderError;
    if (isUsage && error.exitCode === 0) return 0;
    tellError(isUsage ? toUsageError(error) : error, io, argv.includes('--debug'));
    return COULD_NOT_RUN;
  }
}

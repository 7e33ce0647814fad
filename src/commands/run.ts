import { Command, CommanderError } from 'commander';
import { toModelError } from '../run/error-report.js';
import { packageVersion } from '../package-info.js';
import { addCheckCommand } from './check.js';
import { addDiffCommand } from './diff.js';
import { addExplainCommand } from './explain.js';
import type { Io } from './io.js';

const HELP_AFTER = `
A file is checked: gradcheck model.ts (gradcheck check --help lists the options).
Exit codes: 0 all gradients right · 1 a gradient is wrong · 2 could not be checked · 3 could not be decided`;

/** Exit code of a call that could not be carried out. */
const COULD_NOT_RUN = 2;

/** argv → command → exit code. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const program = new Command('gradcheck')
    .description(
      'Checks hand-written gradients: is it right, and if not, which parameter, which line and which mistake.',
    )
    .version(packageVersion(), '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.stdout.write(text), writeErr: (text) => void io.stderr.write(text) })
    .showSuggestionAfterError()
    .addHelpText('after', HELP_AFTER);
  addCheckCommand(program, io, (code) => (exitCode = code));
  addDiffCommand(program, io, (code) => (exitCode = code));
  addExplainCommand(program, io, (code) => (exitCode = code));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : COULD_NOT_RUN;
    const { code, message, hint } = toModelError(error);
    io.stderr.write(`error: ${message} (${code})\n${hint ? `  ${hint}\n` : ''}`);
    return COULD_NOT_RUN;
  }
}

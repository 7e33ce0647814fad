import { Command, CommanderError } from 'commander';
import { toModelError } from '../run/error-report.js';
import { packageVersion } from '../package-info.js';
import { addCheckCommand } from './check.js';

/** The streams and settings of a process, so that commands can be run in tests as well. */
export interface Io {
  readonly stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  readonly stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  cwd(): string;
}

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
    .showSuggestionAfterError();
  addCheckCommand(program, io, (code) => (exitCode = code));
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

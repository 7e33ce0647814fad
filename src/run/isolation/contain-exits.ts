import type { ModelError } from '../../check/report.js';
import { endedItself, uncaught } from './word-end.js';

/** Words anything thrown, with its place in the user's files. */
export type DescribeError = (thrown: unknown) => ModelError;

/** What is done where user code would end the process that it runs in. */
export interface Endings {
  /** The code asks for it; does not return. */
  onExit(why: ModelError): never;
  /** An error that nobody catches. */
  onUncaught(why: ModelError): void;
}

export interface Containment {
  /** From now on errors are worded by a function that knows the user's files. */
  use(describe: DescribeError): void;
  /** Puts things back as they were. */
  release(): void;
}

/** Keeps user code from ending the process, or thread, before it has been said why. */
export function containExits({ onExit, onUncaught }: Endings): Containment {
  let describe: DescribeError = (thrown) => ({ code: 'user-error', message: String(thrown) });
  const { exit, kill, pid } = process;
  const catchError = (error: unknown): void => onUncaught(uncaught(describe(error)));
  process.exit = (code) => onExit(endedItself(`exit code ${Number(code ?? process.exitCode ?? 0)}`));
  process.kill = (target, signal) => {
    const isOwn = target === pid && signal !== 0;
    return isOwn ? onExit(endedItself(String(signal ?? 'SIGTERM'))) : kill.call(process, target, signal);
  };
  process.on('uncaughtException', catchError);
  return {
    use: (better) => (describe = better),
    release: () => {
      Object.assign(process, { exit, kill });
      process.off('uncaughtException', catchError);
    },
  };
}

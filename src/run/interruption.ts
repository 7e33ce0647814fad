import type { ModelError } from '../check/report.js';
import { removeBundles } from '../load/bundle-files.js';
import { killAllStrays } from './isolation/end-strays.js';

/** A run that a signal can end early. */
export interface Interruption {
  /** Aborted by the first signal, with a ModelError as its reason. */
  readonly signal: AbortSignal;
  /** Signals mean again what they meant before. */
  release(): void;
}

/** Ctrl-C, what `kill` and CI systems send, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first signal asks for an end with a report of what is finished; the second ends the process at once. */
export function watchInterruption(): Interruption {
  const controller = new AbortController();
  const hear = (name: NodeJS.Signals): void => {
    if (!controller.signal.aborted) return controller.abort(interruptedBy(name));
    release();
    removeBundles();
    killAllStrays();
    // By the signal itself: the shell learns why, and no thread has to end first.
    process.kill(process.pid, name);
  };
  const release = (): void => SIGNALS.forEach((name) => process.off(name, hear));
  for (const name of SIGNALS) process.on(name, hear);
  return { signal: controller.signal, release };
}

function interruptedBy(signal: string): ModelError {
  return {
    code: 'interrupted',
    message: `the run was interrupted (${signal})`,
    hint: 'the report covers what was finished until then',
  };
}

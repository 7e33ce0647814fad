import { startProcess } from './child-process.js';
import type { Isolate, IsolateOptions } from './isolate.js';
import { startInMainThread } from './main-thread.js';
import { startThread } from './thread.js';

/** What user code runs in: a thread, a process of its own, or the main thread, from which nothing keeps it apart. */
export type IsolationKind = 'worker' | 'process' | 'none';

const START: Readonly<Record<IsolationKind, (options: IsolateOptions) => Isolate>> = {
  worker: startThread,
  process: startProcess,
  none: startInMainThread,
};

export function startIsolate(kind: IsolationKind, options: IsolateOptions): Isolate {
  return START[kind](options);
}

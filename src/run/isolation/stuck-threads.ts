import type { Worker } from 'node:worker_threads';

const stuck = new Set<Worker>();

/** Remembers a thread that hangs in a call to the system (a blocking read, a child process waited for). */
export function noteStuck(worker: Worker): void {
  stuck.add(worker);
  worker.once('exit', () => stuck.delete(worker));
  worker.unref();
}

/** Whether a thread is still there that nothing could end: Node would wait for it before the process ends. */
export function hasStuckThread(): boolean {
  return stuck.size > 0;
}

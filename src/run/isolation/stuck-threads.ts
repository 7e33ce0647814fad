import { setTimeout as wait } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

const stuck = new Set<Worker>();

const POLL_MS = 20;
/** A thread that works may be about to end, with many threads of its own; but not for longer than this. */
const MOST_MS = 400;
/** Of a processor. */
const IDLE_SHARE = 0.1;

/** Remembers a thread that does not end: it may hang in a call to the system (a blocking read), or in native code. */
export function noteStuck(worker: Worker): void {
  stuck.add(worker);
  worker.once('exit', () => stuck.delete(worker));
  worker.unref();
}

/** Whether all threads have ended: Node would wait for those that are left before the process ends. */
export async function letThreadsEnd(): Promise<boolean> {
  for (let waited = 0; stuck.size > 0 && waited < MOST_MS; waited += POLL_MS) {
    const before = process.cpuUsage();
    await wait(POLL_MS);
    const { user, system } = process.cpuUsage(before);
    if (user + system < IDLE_SHARE * POLL_MS * 1000) break;
  }
  return stuck.size === 0;
}

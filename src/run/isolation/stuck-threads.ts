import { setTimeout as wait } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

const stuck = new Set<Worker>();

const POLL_MS = 20;
/** Of a processor. */
const IDLE_SHARE = 0.1;

/** Remembers a thread that does not end: it may hang in a call to the system (a blocking read), or in native code. */
export function noteStuck(worker: Worker): void {
  stuck.add(worker);
  worker.once('exit', () => stuck.delete(worker));
  worker.unref();
}

/**
 * Waits for threads that work, and so may be about to end: a call that fills memory comes back, as do many threads of
 * its own. One that hangs in a call to the system takes no time of the processor, and is not waited for.
 *
 * @param mostMs to wait
 * @returns whether all threads have ended
 */
export async function letThreadsEnd(mostMs: number): Promise<boolean> {
  for (let waited = 0; stuck.size > 0 && waited < mostMs; waited += POLL_MS) {
    const before = process.cpuUsage();
    await wait(POLL_MS);
    const { user, system } = process.cpuUsage(before);
    if (user + system < IDLE_SHARE * POLL_MS * 1000) break;
  }
  return stuck.size === 0;
}

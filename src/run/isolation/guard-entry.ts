import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { watchMemory } from './watch-memory.js';

/** The thread beside a process of models: it ends the process, also where that never comes back to its event loop. */
const { memoryLimit, parent } = workerData as { memoryLimit: number; parent: number };

/** A pipe to gradcheck that is kept for this word. */
const OWN_PIPE = 4;
const INTERVAL_MS = 100;

watchMemory(memoryLimit, () => {
  writeSync(OWN_PIPE, 'out of memory');
  end();
});
setInterval(() => !isAlive(parent) && end(), INTERVAL_MS);

/** An orphan is given another parent, but on Windows, where only the question tells. */
function isAlive(pid: number): boolean {
  try {
    return process.ppid === pid && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** With its group, where there are groups: what the model started. */
function end(): void {
  process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
}

import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { setTimeout as wait } from 'node:timers/promises';
import { isOwnMark } from './mark-processes.js';
import { listChildren, listProcesses } from './list-processes.js';

/** Processes that the main thread started: the bundler's, and those that models run in. */
const own = new Set<ChildProcess>();

/** Those that the program had which uses gradcheck, before it did. */
let earlier: ReadonlySet<number> | undefined;

/** A thread takes note of the end of its processes within this time, if it comes back to its event loop at all. */
const REAP_MS = 100;
const POLL_MS = 5;

subscribe('child_process', (message) => {
  const child = (message as { process: ChildProcess }).process;
  own.add(child);
  child.once('exit', () => own.delete(child));
});

/** From now on a child process that this thread did not start is user code's. */
export function noteOwnProcesses(): void {
  earlier ??= new Set(listChildren());
}

/**
 * Ends the processes that user code started in an isolate, where nothing else ends them: not even the isolate's end.
 *
 * The loop of the thread that started a process is what takes note of its end. Where that thread hangs, or is gone, the
 * system keeps the number of the dead process until gradcheck ends: there is nothing that Node could do about it.
 *
 * @param mark of the isolate
 * @returns whether there were any
 */
export async function endStrays(mark: string): Promise<boolean> {
  const strays = killStrays((found) => found === mark);
  for (let waited = 0; waited < REAP_MS && strays.some(isThere); waited += POLL_MS) await wait(POLL_MS);
  return strays.length > 0;
}

/** Ends what user code started in whatever isolate, and waits for nothing. */
export function killAllStrays(): void {
  killStrays(isOwnMark);
}

function killStrays(isMarked: (mark: string) => boolean): number[] {
  const strays = findStrays(isMarked);
  for (const pid of strays) signal(pid, 'SIGKILL');
  return strays;
}

/** Those with the mark; those with none, as user code chooses what its processes inherit; and all that these started. */
function findStrays(isMarked: (mark: string) => boolean): number[] {
  const known = new Set([...(earlier ?? []), ...[...own].map(({ pid }) => pid)]);
  const processes = listProcesses().filter(({ pid }) => pid !== process.pid && !known.has(pid));
  const strays = new Set<number>();
  const add = (pid: number): void => {
    if (strays.has(pid)) return;
    strays.add(pid);
    for (const child of processes) if (child.parent === pid) add(child.pid);
  };
  for (const { pid, parent, mark } of processes)
    if (mark === undefined ? parent === process.pid : isMarked(mark)) add(pid);
  return [...strays];
}

function isThere(pid: number): boolean {
  return signal(pid, 0);
}

/** Whether there was a process to send it to. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

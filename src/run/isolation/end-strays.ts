import { type ChildProcess, execFileSync } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync } from 'node:fs';

/** Processes that the main thread started: the bundler's, and those that models run in. */
const own = new Set<ChildProcess>();

subscribe('child_process', (message) => {
  const child = (message as { process: ChildProcess }).process;
  own.add(child);
  child.once('exit', () => own.delete(child));
});

/** Ends the processes that user code started in a thread, where nothing else ends them: not even the thread's end. */
export function endStrays(): void {
  const ids = new Set([...own].map(({ pid }) => pid));
  const processes = listProcesses();
  const endBelow = (parent: number): void => {
    for (const process of processes) {
      if (process.parent !== parent || ids.has(process.pid)) continue;
      endBelow(process.pid);
      kill(process.pid);
    }
  };
  endBelow(process.pid);
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
}

/** All processes, as far as they can be known; none on Windows. */
function listProcesses(): ProcessEntry[] {
  if (process.platform === 'linux') return readdirSync('/proc').filter(isNumber).flatMap(readEntry);
  if (process.platform === 'win32') return [];
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  return lines.map((line) => line.trim().split(/\s+/).map(Number)).map(([pid, parent]) => ({ pid, parent }));
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

/** The name of a program, which stands in parentheses, may hold any character. */
function readEntry(pid: string): ProcessEntry[] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return [{ pid: Number(pid), parent: Number(fields[1]) }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

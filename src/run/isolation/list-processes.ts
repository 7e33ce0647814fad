import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { MARK } from './mark-processes.js';

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Of the isolate that it was started from, where the system tells: on Linux. */
  readonly mark?: string;
}

/** All processes that run, as far as they can be known; none on Windows. Those that only wait to be noted are none. */
export function listProcesses(): ProcessEntry[] {
  if (process.platform === 'linux') return readdirSync('/proc').filter(isNumber).flatMap(readEntry);
  if (process.platform === 'win32') return [];
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return lines.flatMap((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/);
    return isZombie(state) ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}

/** Ids of the processes that this one started, dead or alive; read at each start, where a list of all would take too long. */
export function listChildren(): number[] {
  if (process.platform !== 'linux')
    return listProcesses().flatMap(({ pid, parent }) => (parent === process.pid ? [pid] : []));
  return readdirSync('/proc/self/task').flatMap(readChildren);
}

/** A system may be built without this list. */
function readChildren(thread: string): number[] {
  try {
    const text = readFileSync(`/proc/self/task/${thread}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return [];
  }
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

function isZombie(state: string): boolean {
  return state.startsWith('Z');
}

/** The name of a program, which stands in parentheses, may hold any character. */
function readEntry(pid: string): ProcessEntry[] {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return isZombie(state) ? [] : [{ pid: Number(pid), parent: Number(parent), mark: readMark(pid) }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

function readMark(pid: string): string | undefined {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return variables.find((text) => text.startsWith(`${MARK}=`))?.slice(MARK.length + 1);
  } catch {
    // Another user's.
    return undefined;
  }
}

import childProcess, { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type Call = (this: unknown, ...args: unknown[]) => unknown;

const STDOUT = 1;
const STDERR = 2;

const WRITING = ['write', 'writeSync', 'writev', 'writevSync', 'writeFile', 'writeFileSync', 'appendFileSync'] as const;
const STARTING = ['execSync', 'execFileSync', 'spawnSync'] as const;

/**
 * Keeps user code of this thread from writing to the process's own stdout, where reports go: past the streams that are
 * captured, by its descriptor, and through processes that inherit it. Such output goes to stderr, as all of a model's.
 */
export function spareStdout(): void {
  const files = fs as unknown as Record<string, Call>;
  for (const name of WRITING) replace(files, name, ([file, ...rest]) => [file === STDOUT ? STDERR : file, ...rest]);
  const functions = childProcess as unknown as Record<string, Call>;
  for (const name of STARTING) replace(functions, name, (args) => args.map(withoutStdout));
  // What all asynchronous functions come to.
  replace(ChildProcess.prototype as unknown as Record<string, Call>, 'spawn', (args) => args.map(withoutStdout));
  syncBuiltinESMExports();
}

function replace(owner: Record<string, Call>, name: string, change: (args: unknown[]) => unknown[]): void {
  const own = owner[name];
  const spared: Call = function (...args) {
    return own.apply(this, change(args));
  };
  // Among them what makes promises of it.
  owner[name] = Object.defineProperties(spared, Object.getOwnPropertyDescriptors(own));
}

/** Options of a process to be started, with stderr where they say stdout; anything else as it is. */
function withoutStdout(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || !('stdio' in options)) return options;
  const { stdio } = options;
  if (stdio === 'inherit') return { ...options, stdio: ['inherit', STDERR, 'inherit'] };
  if (!Array.isArray(stdio)) return options;
  const spared = stdio.map((to: unknown, i) => (to === STDOUT || (to === 'inherit' && i === STDOUT) ? STDERR : to));
  return { ...options, stdio: spared };
}

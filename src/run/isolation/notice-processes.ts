import childProcess from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';

type Call = (...args: never[]) => unknown;

/** These tell no channel what they start, and may leave something in the background. */
const SYNCHRONOUS = ['execSync', 'execFileSync', 'spawnSync'] as const;

/** Calls a function whenever code of this thread starts a process. */
export function noticeProcesses(tell: () => void): void {
  subscribe('child_process', tell);
  const functions = childProcess as unknown as Record<string, Call>;
  for (const name of SYNCHRONOUS) {
    const start = functions[name];
    functions[name] = (...args) => {
      tell();
      return start(...args);
    };
  }
  syncBuiltinESMExports();
}

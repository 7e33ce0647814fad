import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { CheckReport } from '../../src/check/report.js';

const TIME_LIMIT_MS = 300_000;

/** The report of the built command on a file, or why there is none. */
export type Outcome = { readonly report: CheckReport } | { readonly failure: string };

/** Runs the built command, in a process of its own as a user would. */
export function runCommand(file: string): Promise<Outcome> {
  const args = [join('bin', 'gradcheck.js'), file, '--reporter', 'json', '--no-color'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 28, timeout: TIME_LIMIT_MS }, (error, stdout, stderr) => {
      try {
        resolve({ report: JSON.parse(stdout) as CheckReport });
      } catch {
        resolve({ failure: error?.killed ? `stopped after ${TIME_LIMIT_MS / 1000} s` : stderr.trim() || 'no report' });
      }
    });
  });
}

/** Maps with at most `width` items under way at a time; results in the order of the items. */
export async function mapInParallel<T, R>(
  items: readonly T[],
  width: number,
  map: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await map(items[at]);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}

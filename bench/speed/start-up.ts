import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MODEL = `export const params = [1];
export const loss = (x: number[]) => x[0] ** 2;
export const gradient = (x: number[]) => [2 * x[0]];
`;
const RUNS = 11;

/** Whole-process time of a check of a one-parameter .ts model over that of `node -e 0`: the median of pairs. */
export function measureStartUp(bin: string): { check: number; node: number; ratio: number } {
  const folder = mkdtempSync(join(tmpdir(), 'gradcheck-bench-'));
  try {
    const model = join(folder, 'model.ts');
    writeFileSync(model, MODEL);
    timeProcess([bin, model]);
    const pairs = Array.from({ length: RUNS }, () => {
      const check = timeProcess([bin, model]);
      const node = timeProcess(['-e', '0']);
      return { check, node, ratio: check / node };
    });
    return {
      check: medianOf(pairs.map((p) => p.check)),
      node: medianOf(pairs.map((p) => p.node)),
      ratio: medianOf(pairs.map((p) => p.ratio)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timeProcess(args: string[]): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with exit code ${status}`);
  return (performance.now() - started) / 1000;
}

function medianOf(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

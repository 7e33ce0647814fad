import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** How much faster two threads are than one. */
export interface SpeedUp {
  readonly cores: number;
  /** Processes that waited for a core before the measurement. */
  readonly load: number;
  readonly one: number;
  readonly two: number;
  readonly ratio: number;
}

const ENTRIES = 2000;
const ROUNDS = 3;

/** A loss of about a millisecond, of plain arithmetic. */
const MODEL = `
export const params = { w: Array.from({ length: ${ENTRIES} }, (_, i) => Math.sin(i) + 1.5) };
export const loss = ({ w }) => {
  let sum = 0;
  for (let round = 0; round < 40; round++)
    for (let i = 0; i < w.length; i++) sum += Math.log(w[i] + round) * w[(i + 1) % w.length];
  return sum;
};
export const gradient = ({ w }) => {
  const g = w.map(() => 0);
  for (let round = 0; round < 40; round++)
    for (let i = 0; i < w.length; i++) {
      g[i] += w[(i + 1) % w.length] / (w[i] + round);
      g[(i + 1) % w.length] += Math.log(w[i] + round);
    }
  return { w: g };
};
`;

/** Whole checks of the same model, one thread and two in turns: the best of each. */
export function measureSpeedUp(): SpeedUp {
  const folder = mkdtempSync(join(tmpdir(), 'gradcheck-bench-'));
  const load = loadavg()[0];
  try {
    const model = join(folder, 'model.mjs');
    writeFileSync(model, MODEL);
    let [one, two] = [Infinity, Infinity];
    for (let round = 0; round < ROUNDS; round++) {
      one = Math.min(one, secondsOf(model, 1));
      two = Math.min(two, secondsOf(model, 2));
    }
    return { cores: availableParallelism(), load, one, two, ratio: one / two };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of the model alone, its loading apart. */
function secondsOf(model: string, workers: number): number {
  const args = [resolve('bin/gradcheck.js'), model, '--workers', String(workers), '--reporter', 'json'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`the model of the bench ended with exit code ${status}`);
  return (JSON.parse(stdout) as { models: { durationMs: number }[] }).models[0].durationMs / 1000;
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatStep } from '../../src/training/format-step.js';
import { healthyNorms } from './noise.js';

export interface LongLog {
  readonly steps: number;
  readonly parameters: number;
  readonly megabytes: number;
  readonly seconds: number;
}

const STEPS = 100_000;
const PARAMETERS = ['W1', 'b1', 'W2', 'b2'];

/** Time of `gradcheck monitor` on a long log, as a whole process. */
export function measureLongLog(): LongLog {
  const folder = mkdtempSync(join(tmpdir(), 'gradcheck-alarms-'));
  const file = join(folder, 'run.jsonl');
  const norms = PARAMETERS.map((_, i) => healthyNorms(STEPS, 0.5, 0.9, 1 + i));
  const lines = norms[0].map((_, step) => {
    const params = Object.fromEntries(
      PARAMETERS.map((path, i) => {
        const grad = norms[i][step];
        return [path, { grad, max: grad / 3, mean: grad / 10, zeros: 0, nonfinite: 0, weight: 5, update: grad / 1000 }];
      }),
    );
    return formatStep({ step, loss: 1 + Math.exp(-step / 1e4), lr: 0.001, params });
  });
  const text = lines.join('');
  writeFileSync(file, text);
  const start = performance.now();
  spawnSync(process.execPath, ['bin/gradcheck.js', 'monitor', file, '--reporter', 'json'], { maxBuffer: 2 ** 28 });
  const seconds = (performance.now() - start) / 1000;
  rmSync(folder, { recursive: true });
  return { steps: STEPS, parameters: PARAMETERS.length, megabytes: text.length / 2 ** 20, seconds };
}

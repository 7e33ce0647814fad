import type { Alarm } from '../../src/training/types.js';
import { createWatch, watchStep } from '../../src/training/watch.js';
import { healthyNorms } from './noise.js';

/** Alarms of single norms, of a run whose loss is level. */
export function alarmsOf(norms: readonly number[]): Alarm[] {
  const watch = createWatch();
  return norms.flatMap((norm, step) => watchStep(watch, { step, norm, loss: 1, params: {} }));
}

export interface FalseAlarms {
  readonly spread: number;
  readonly correlation: number;
  readonly steps: number;
  /** In 1000 steps. */
  readonly any: number;
  readonly errors: number;
}

/** Alarms on noise in which nothing is wrong. */
export function measureFalseAlarms(spread: number, correlation: number, runs: number, length: number): FalseAlarms {
  let [any, errors] = [0, 0];
  for (let run = 0; run < runs; run++)
    for (const { level } of alarmsOf(healthyNorms(length, spread, correlation, 1 + run))) {
      any++;
      if (level === 'error') errors++;
    }
  const steps = runs * length;
  return { spread, correlation, steps, any: (1000 * any) / steps, errors: (1000 * errors) / steps };
}

export interface Caught {
  readonly spread: number;
  readonly correlation: number;
  readonly factor: number;
  readonly spikes: number;
  /** Share of the spikes that raise an alarm at their step. */
  readonly share: number;
}

/** One step of each run is multiplied: how often is it told? */
export function measureCaught(spread: number, correlation: number, factor: number, runs: number): Caught {
  let caught = 0;
  for (let run = 0; run < runs; run++) {
    const norms = healthyNorms(200, spread, correlation, 10_001 + run);
    const place = 100 + (run % 100);
    norms[place] *= factor;
    if (alarmsOf(norms).some(({ step }) => step === place)) caught++;
  }
  return { spread, correlation, factor, spikes: runs, share: caught / runs };
}

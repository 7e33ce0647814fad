import type { OptimizerName } from '../optimizers/index.js';

/** What is compared, and how: plain data, as it goes to a worker. */
export interface ComparisonPlan {
  readonly names: readonly OptimizerName[];
  /** Learning rates tried. */
  readonly rates: readonly number[];
  /** Of loss and gradient, in each run. */
  readonly evaluations: number;
  readonly seeds: number;
  /** Rows of data an evaluation; all where absent. */
  readonly batchSize?: number;
}

/** Rates from lo to hi, evenly on a logarithmic scale. */
export function spreadRates(lo: number, hi: number, count: number): number[] {
  if (count === 1) return [lo];
  return Array.from({ length: count }, (_, i) => {
    const rate = lo * (hi / lo) ** (i / (count - 1));
    // Powers of ten, and halves of them, as they are written.
    return Number(rate.toPrecision(12));
  });
}

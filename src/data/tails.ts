import { upperNormalQuantile } from './normal-distribution.js';
import { firstAtLeast, quantile } from './quantile.js';

/** How far the tails of a distribution reach, by quantiles, so that a few outliers do not count. */
export interface Tails {
  /** (q97.5 − q2.5) / (q75 − q25): 2.9 for normal numbers, 1.9 for uniform, 3.3 for exponential, 4.8 for lognormal. */
  readonly weight: number;
  readonly isHeavy: boolean;
  /** The transform under which they are light, of heavy ones: `log` of positive numbers, `log1p` where there are zeros. */
  readonly remedy?: 'log' | 'log1p' | 'robust';
}

/** Quantiles so far out say nothing of fewer numbers. */
const FEWEST = 50;

/** Tails of exponential numbers are not heavy yet: log(0.975/0.025) / log 3. */
const EXPONENTIAL_WEIGHT = 3.33;
/** The logarithm of the weight of n exponential numbers has a standard deviation of 1.95/√n (asymptotic, of quantiles). */
const WEIGHT_DEVIATION = 1.95;
/** Share of tables of exponential numbers in which one column may be called heavy. */
const FALSE_ALARMS = 0.02;

/**
 * The weight above which tails are heavy: one that exponential numbers do not reach by chance, in any of the columns.
 * @param columns of the table, each of which may do so (Bonferroni)
 */
export function heavyWeight(count: number, columns: number): number {
  const deviations = upperNormalQuantile(FALSE_ALARMS / Math.max(1, columns));
  return EXPONENTIAL_WEIGHT * Math.exp((deviations * WEIGHT_DEVIATION) / Math.sqrt(count));
}

/**
 * @param sorted ascending, without NaN
 * @param columns of the table
 */
export function measureTails(sorted: Float64Array, columns: number): Tails {
  const weight = weigh(sorted);
  const limit = heavyWeight(sorted.length, columns);
  if (sorted.length < FEWEST || !(weight > limit)) return { weight, isHeavy: false };
  return { weight, isHeavy: true, remedy: findRemedy(sorted, limit) };
}

/** Numbers that come again and again stand for what lies around them: the middle reaches half a step farther on both sides. */
function weigh(sorted: Float64Array): number {
  const [low, q1, q3, high] = [0.025, 0.25, 0.75, 0.975].map((probability) => quantile(sorted, probability));
  if (q3 === q1) return NaN;
  const halfSteps = (stepBelow(sorted, q1) + stepAbove(sorted, q3)) / 2;
  return (high - low) / (q3 - q1 + halfSteps);
}

/** From a value to the next smaller one that is there; 0 at the end. */
function stepBelow(sorted: Float64Array, value: number): number {
  const place = firstAtLeast(sorted, value);
  return place > 0 ? value - sorted[place - 1] : 0;
}

function stepAbove(sorted: Float64Array, value: number): number {
  let place = firstAtLeast(sorted, value);
  while (place < sorted.length && sorted[place] === value) place++;
  return place < sorted.length ? sorted[place] - value : 0;
}

function findRemedy(sorted: Float64Array, limit: number): Tails['remedy'] {
  if (sorted[0] < 0) return 'robust';
  const name = sorted[0] > 0 ? 'log' : 'log1p';
  const transformed = sorted.map((value) => (name === 'log' ? Math.log(value) : Math.log1p(value)));
  return weigh(transformed) <= limit ? name : 'robust';
}

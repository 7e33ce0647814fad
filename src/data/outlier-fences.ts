import { upperNormalQuantile } from './normal-distribution.js';
import { median, medianDeviation, quantile } from './quantile.js';
import type { Tails } from './tails.js';

/** Beyond these a number is an outlier. */
export interface OutlierFences {
  readonly lower: number;
  readonly upper: number;
}

/** 1.4826 · MAD is the standard deviation of normal numbers; so is IQR / 1.349. */
const SD_PER_MAD = 1.4826;
const SD_PER_IQR = 1 / 1.349;

/** Robust z-scores below this are no outliers, in however small a table. */
const LEAST_SCORE = 5;

/** Share of tables of normal numbers in which one may be called an outlier. */
const FALSE_ALARMS = 0.01;

/** The 95th percentile of fewer numbers is too near the outlier itself. */
const FEWEST_FOR_TAILS = 60;

/** A compressing transform makes the tails lighter than normal at worst; twice the score is then needed. */
const COMPRESSED = 2;

/**
 * Fences by robust z-scores, (x − median) / (1.4826 · MAD), of a column of numbers. The score that they stand at grows
 * with the number of cells in the table, as the largest of more normal numbers is larger; with the uncertainty of the MAD
 * of few numbers; and, side by side, with the cube of how much farther the 95th percentile lies than that of normal
 * numbers, so that the honest ends of skewed columns stay inside. Measured on normal, uniform, exponential, Laplace and
 * lognormal numbers, 10 to 5000 of them, in test/data/false-alarms.test.ts. Numbers with heavy tails are judged by
 * their logarithms, or by asinh of their scores.
 * @param sorted ascending, without NaN
 * @param cells of the table
 */
export function measureOutlierFences(sorted: Float64Array, tails: Tails, cells: number): OutlierFences {
  const score = scoreFor(sorted.length, cells);
  if (!tails.isHeavy) return fencesAt(sorted, score);
  if (tails.remedy === 'log') return mapFences(fencesAt(sorted.map(Math.log), score), Math.exp);
  if (tails.remedy === 'log1p') return mapFences(fencesAt(sorted.map(Math.log1p), score), Math.expm1);
  const centre = median(sorted);
  const spread = spreadOf(sorted, centre);
  if (spread === 0) return NO_FENCES;
  const compressed = sorted.map((value) => Math.asinh((value - centre) / spread));
  return mapFences(fencesAt(compressed, COMPRESSED * score), (value) => centre + spread * Math.sinh(value));
}

const NO_FENCES: OutlierFences = { lower: -Infinity, upper: Infinity };

function scoreFor(count: number, cells: number): number {
  const expected = upperNormalQuantile(FALSE_ALARMS / (2 * Math.max(1, cells)));
  return Math.max(LEAST_SCORE, expected) * (1 + 15 / count);
}

function fencesAt(sorted: Float64Array, score: number): OutlierFences {
  const centre = median(sorted);
  const spread = spreadOf(sorted, centre);
  if (!(spread > 0)) return NO_FENCES;
  const reach = (tail: number): number => {
    const ratio = sorted.length < FEWEST_FOR_TAILS ? 1 : Math.max(1, tail / (1.645 * spread));
    return score * ratio ** 3 * spread;
  };
  return {
    lower: centre - reach(centre - quantile(sorted, 0.05)),
    upper: centre + reach(quantile(sorted, 0.95) - centre),
  };
}

/** By the MAD; where more than half of the numbers are equal, by the quartiles. */
function spreadOf(sorted: Float64Array, centre: number): number {
  const byMad = SD_PER_MAD * medianDeviation(sorted, centre);
  return byMad > 0 ? byMad : SD_PER_IQR * (quantile(sorted, 0.75) - quantile(sorted, 0.25));
}

function mapFences({ lower, upper }: OutlierFences, map: (value: number) => number): OutlierFences {
  return { lower: map(lower), upper: map(upper) };
}

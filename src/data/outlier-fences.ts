import { median, medianDeviation, quantile } from './quantile.js';
import { fitTransformed, type WeightedNumbers } from './transformed-likelihood.js';

/** Beyond these a number is an outlier. */
export interface OutlierFences {
  readonly lower: number;
  readonly upper: number;
}

/** 1.4826 · MAD is the standard deviation of normal numbers; so is IQR / 1.349. */
const SD_PER_MAD = 1.4826;
const SD_PER_IQR = 1 / 1.349;

/** Share of honest tables in which one number may be called an outlier. */
const FALSE_ALARMS = 0.01;

/** Fewer numbers have no shape that an outlier could be held against. */
const FEWEST = 8;

/** Nearer to the median, in standard deviations, no number is surprising, in however small a table. */
const LEAST_SCORE = 3.5;

/** Outliers are at most so large a share of their column; more of them are a second hump. */
const MOST_OUTLIERS = 0.1;

/** Outliers lie beyond a gap: the first of them is so many times as far out as the last of the others. */
const LEAST_GAP = 1.1;
/** Gaps that are looked at from either side, the widest ones. */
const MOST_GAPS = 3;

/** Of more numbers, those at the ends are taken one by one, and those between them by evenly spaced ones. */
const ENDS = 150;
const MIDDLE = 700;

const NO_FENCES: OutlierFences = { lower: -Infinity, upper: Infinity };

/**
 * Fences for outliers of a column of numbers, whose distribution may be anything smooth. A number is an outlier where
 * no transform makes normal numbers of it and the others together: where p(x)·|x| · cells < 0.01, p(x) being the density
 * of the number at its distance x from the median, given the others, as the likelihoods with and without it have it
 * (transformed-likelihood.ts), and cells the number of cells in the table, each of which may surprise by chance
 * (Bonferroni). So that two outliers do not hide each other, the largest number of them is tried first, as in Rosner's
 * (1983) generalised test, at the widest gaps. False alarms and what is found are measured by `npm run bench:data`.
 * @param sorted ascending, without NaN
 * @param cells of the table
 */
export function measureOutlierFences(sorted: Float64Array, cells: number): OutlierFences {
  const centre = median(sorted);
  const spread = spreadOf(sorted, centre);
  if (!(spread > 0) || !Number.isFinite(spread) || sorted.length < FEWEST) return NO_FENCES;
  const scores = sorted.map((value) => (value - centre) / spread);
  const { length } = scores;
  if (Math.max(-scores[0], scores[length - 1]) < LEAST_SCORE) return NO_FENCES;
  const step = stepOf(scores);
  const limit = Math.log(cells / FALSE_ALARMS);
  for (const { first, last } of findCuts(scores)) {
    const rest = condense(scores, first, last);
    const alone = fitTransformed(rest, step);
    const isOdd = (place: number): boolean => surpriseOf(scores[place], rest, alone, step) > limit;
    const lower = first > 0 && isOdd(first - 1) ? sorted[first] : -Infinity;
    const upper = last < length - 1 && isOdd(last + 1) ? sorted[last] : Infinity;
    if (lower !== -Infinity || upper !== Infinity) return { lower, upper };
  }
  return NO_FENCES;
}

/** By the MAD; where more than half of the numbers are equal, by the quartiles. */
function spreadOf(sorted: Float64Array, centre: number): number {
  const byMad = SD_PER_MAD * medianDeviation(sorted, centre);
  return byMad > 0 ? byMad : SD_PER_IQR * (quantile(sorted, 0.75) - quantile(sorted, 0.25));
}

/** The grid that numbers were rounded to: the least distance of different ones, but for the rounding of float64. */
function stepOf(scores: Float64Array): number {
  let step = Infinity;
  for (let i = 1; i < scores.length; i++) {
    const gap = scores[i] - scores[i - 1];
    if (gap < step && gap > 1e-9 * (1 + Math.abs(scores[i]))) step = gap;
  }
  return step;
}

/** The places of the first and last number that are kept. */
interface Cut {
  readonly first: number;
  readonly last: number;
}

/** Where outliers may be parted from the others: at the widest gaps above, below, and on both sides; most outliers first. */
function findCuts(scores: Float64Array): Cut[] {
  const last = scores.length - 1;
  const above = gapsFrom(scores.length, (rank) => scores[last - rank]).map((rank) => last - rank);
  const below = gapsFrom(scores.length, (rank) => -scores[rank]);
  const cuts = [
    ...above.map((end): Cut => ({ first: 0, last: end })),
    ...below.map((first): Cut => ({ first, last })),
    // The widest gap on one side with the widest on the other, and so on.
    ...above.slice(0, below.length).map((end, i): Cut => ({ first: below[i], last: end })),
  ];
  return cuts.sort((a, b) => a.last - a.first - (b.last - b.first));
}

/** How many numbers from one end lie beyond each of the widest gaps. */
function gapsFrom(count: number, distanceOf: (rank: number) => number): number[] {
  const most = Math.max(1, Math.floor(MOST_OUTLIERS * count));
  const gaps: { rank: number; ratio: number }[] = [];
  for (let rank = 1; rank <= most; rank++) {
    const beyond = distanceOf(rank - 1);
    if (beyond < LEAST_SCORE) break;
    const ratio = beyond / Math.max(1, distanceOf(rank));
    if (ratio > LEAST_GAP) gaps.push({ rank, ratio });
  }
  return gaps
    .sort((a, b) => b.ratio - a.ratio)
    .slice(0, MOST_GAPS)
    .map(({ rank }) => rank);
}

/** −log of the density at a number times its distance from the centre, given the others. */
function surpriseOf(score: number, rest: WeightedNumbers, alone: number, step: number): number {
  const together = fitTransformed(withNumber(rest, score), step);
  return alone - together + Math.log(2 * Math.PI * Math.E) / 2 - Math.log(Math.abs(score));
}

function withNumber({ values, weights }: WeightedNumbers, value: number): WeightedNumbers {
  const isBelow = value < values[0];
  const join = (numbers: Float64Array, one: number): Float64Array =>
    Float64Array.from(isBelow ? [one, ...numbers] : [...numbers, one]);
  return { values: join(values, value), weights: join(weights, 1) };
}

function condense(scores: Float64Array, first: number, last: number): WeightedNumbers {
  const kept = scores.subarray(first, last + 1);
  const between = kept.length - 2 * ENDS;
  if (between <= MIDDLE) return { values: kept, weights: new Float64Array(kept.length).fill(1) };
  const nodes = Float64Array.from(
    { length: MIDDLE },
    (_, i) => kept[ENDS + Math.floor(((i + 0.5) / MIDDLE) * between)],
  );
  const values = Float64Array.of(...kept.subarray(0, ENDS), ...nodes, ...kept.subarray(kept.length - ENDS));
  const weights = values.map((_, i) => (i < ENDS || i >= ENDS + MIDDLE ? 1 : between / MIDDLE));
  return { values, weights };
}

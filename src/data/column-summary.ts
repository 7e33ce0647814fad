import { countBins, type Histogram } from './histogram.js';
import { measureMoments } from './moments.js';
import { measureOutlierFences, type OutlierFences } from './outlier-fences.js';
import { median, medianDeviation, quantile, sortFinite } from './quantile.js';
import { measureTails, type Tails } from './tails.js';

/** Numbers on the numbers of a column. */
export interface NumberStatistics {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly sd: number;
  readonly median: number;
  /** Median absolute deviation from the median, not scaled. */
  readonly mad: number;
  readonly q1: number;
  readonly q3: number;
  readonly distinct: number;
  /** The value that stands there most often, and how often; the second number is of the next value. */
  readonly modes: readonly [value: number, count: number, nextCount: number];
  /** Pairs of equal values. */
  readonly equalPairs: number;
  readonly histogram: Histogram | undefined;
}

/** With what is odd about them. */
export interface NumberSummary extends NumberStatistics {
  readonly tails: Tails;
  readonly fences: OutlierFences;
}

/** Cells that hold numbers, and columns of them. */
export interface TableExtent {
  readonly cells: number;
  readonly columns: number;
}

/**
 * Summarises the numbers of a column.
 * @param values NaN where there is none
 * @param extent of the table as a whole: among more numbers, more will be odd by chance
 */
export function summarizeNumbers(values: Float64Array, { cells, columns }: TableExtent): NumberSummary {
  const sorted = sortFinite(values);
  return {
    ...describeSorted(sorted),
    tails: measureTails(sorted, columns),
    fences: measureOutlierFences(sorted, cells),
  };
}

/** @param values NaN where there is none */
export function describeNumbers(values: Float64Array): NumberStatistics {
  return describeSorted(sortFinite(values));
}

function describeSorted(sorted: Float64Array): NumberStatistics {
  const centre = median(sorted);
  const { count, mean, sd } = measureMoments(sorted);
  const { distinct, modes, equalPairs } = countRuns(sorted);
  return {
    count,
    min: sorted[0] ?? NaN,
    max: sorted.at(-1) ?? NaN,
    mean,
    // Rounding of the mean must not give equal numbers a spread.
    sd: distinct === 1 ? 0 : sd,
    median: centre,
    mad: medianDeviation(sorted, centre),
    q1: quantile(sorted, 0.25),
    q3: quantile(sorted, 0.75),
    distinct,
    modes,
    equalPairs,
    histogram: countBins(sorted),
  };
}

function countRuns(sorted: Float64Array): Pick<NumberSummary, 'distinct' | 'modes' | 'equalPairs'> {
  let distinct = 0;
  let equalPairs = 0;
  let modes: [number, number, number] = [NaN, 0, 0];
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    distinct++;
    const run = end - start;
    equalPairs += (run * (run - 1)) / 2;
    if (run > modes[1]) modes = [sorted[start], run, modes[1]];
    else if (run > modes[2]) modes[2] = run;
    start = end;
  }
  return { distinct, modes, equalPairs };
}

/** Counts of numbers in bins of equal width between the least and the largest. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

const BINS = 20;

/** @param sorted ascending, without NaN */
export function countBins(sorted: Float64Array, bins = BINS): Histogram | undefined {
  if (sorted.length === 0) return undefined;
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const counts = Array.from({ length: bins }, () => 0);
  // Halved first: the difference of two large numbers may overflow.
  const width = high / 2 - low / 2;
  for (const value of sorted) {
    const place = width > 0 ? Math.floor(((value / 2 - low / 2) / width) * bins) : 0;
    counts[Math.min(bins - 1, place)]++;
  }
  return { low, high, counts };
}

/**
 * A quantile by linear interpolation between order statistics: Hyndman and Fan's (1996) type 7, which NumPy, R and
 * scikit-learn take where nothing is said.
 * @param sorted ascending, without NaN
 * @returns NaN where there is no value
 */
export function quantile(sorted: Float64Array, probability: number): number {
  if (sorted.length === 0) return NaN;
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const share = place - below;
  const low = sorted[below];
  // Equal neighbours are taken as they are: an interpolation between them may round.
  if (share === 0 || sorted[below + 1] === low) return low;
  return low + share * (sorted[below + 1] - low);
}

export function median(sorted: Float64Array): number {
  return quantile(sorted, 0.5);
}

/** The median of |x − centre|: the median absolute deviation where the centre is the median, not scaled. */
export function medianDeviation(values: Float64Array, centre: number): number {
  return median(values.map((value) => Math.abs(value - centre)).sort());
}

/** The numbers of a column, NaN left out, ascending. */
export function sortFinite(values: Float64Array): Float64Array {
  return values.filter((value) => value === value).sort();
}

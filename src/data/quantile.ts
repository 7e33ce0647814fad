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

/**
 * The median of |x − centre|: the median absolute deviation where the centre is the median, not scaled. Below and above
 * the centre deviations are in order already, so that they are merged, up to the middle, and not sorted.
 * @param sorted ascending, without NaN
 */
export function medianDeviation(sorted: Float64Array, centre: number): number {
  const { length } = sorted;
  if (length === 0) return NaN;
  let above = firstAtLeast(sorted, centre);
  let below = above - 1;
  let [last, previous] = [NaN, NaN];
  for (let taken = 0; taken <= length >> 1; taken++) {
    const down = below >= 0 ? centre - sorted[below] : Infinity;
    const up = above < length ? sorted[above] - centre : Infinity;
    previous = last;
    if (down < up) {
      last = down;
      below--;
    } else {
      last = up;
      above++;
    }
  }
  return length % 2 === 1 || previous === last ? last : previous + (last - previous) / 2;
}

/** The place of the first value that is not less; the length where there is none. */
export function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The numbers of a column, NaN left out, ascending. */
export function sortFinite(values: Float64Array): Float64Array {
  return values.filter((value) => value === value).sort();
}

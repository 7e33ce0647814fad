/** The last values of a series, in their order and sorted. Plain data, so that a checkpoint can hold it. */
export interface SlidingWindow {
  readonly capacity: number;
  /** Oldest first. */
  readonly values: number[];
  readonly sorted: number[];
}

/** Median absolute deviation → standard deviation, for normal noise: 1/Φ⁻¹(3/4) (Hampel 1974). */
const MAD_TO_SD = 1.4826;

export function createWindow(capacity: number): SlidingWindow {
  return { capacity, values: [], sorted: [] };
}

/** Adds a finite value; the oldest goes where there is no room. */
export function pushValue({ capacity, values, sorted }: SlidingWindow, value: number): void {
  if (values.length === capacity) sorted.splice(placeOf(sorted, values.shift() as number), 1);
  values.push(value);
  sorted.splice(placeOf(sorted, value), 0, value);
}

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996); NaN for none. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}

/** Median, and 1.4826 times the median absolute deviation from it: neither moves much when some values are wild. */
export function robustCentre({ sorted }: SlidingWindow): { median: number; spread: number } {
  const median = quantileOfSorted(sorted, 0.5);
  return { median, spread: MAD_TO_SD * medianDeviation(sorted, median) };
}

/** Distances from the median grow outward on both sides: the middle one is found by merging the two sides. */
function medianDeviation(sorted: readonly number[], median: number): number {
  const count = sorted.length;
  let right = placeOf(sorted, median);
  let left = right - 1;
  let previous = 0;
  let current = 0;
  for (let taken = 0; taken <= count >> 1; taken++) {
    previous = current;
    const below = left >= 0 ? median - sorted[left] : Infinity;
    const above = right < count ? sorted[right] - median : Infinity;
    if (below <= above) {
      current = below;
      left--;
    } else {
      current = above;
      right++;
    }
  }
  return count % 2 === 1 ? current : (previous + current) / 2;
}

/** The first place whose value is not below the wanted one: binary search. */
export function placeOf(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Population standard deviation: the sum of squares over the count, as scikit-learn has it. */
  readonly sd: number;
}

/**
 * Mean and standard deviation in two passes: the second corrects for the rounding of the first (Chan, Golub and LeVeque
 * 1983, "corrected two-pass"). NaN counts as nothing.
 */
export function measureMoments(values: Float64Array): Moments {
  let count = 0;
  let sum = 0;
  // Scaled by the largest, so that squares of large numbers do not overflow.
  let largest = 0;
  for (const value of values) {
    if (value !== value) continue;
    count++;
    largest = Math.max(largest, Math.abs(value));
  }
  if (count === 0) return { count, mean: NaN, sd: NaN };
  if (largest === 0) return { count, mean: 0, sd: 0 };
  const scale = 2 ** Math.floor(Math.log2(largest));
  for (const value of values) if (value === value) sum += value / scale;
  const rough = sum / count;
  let residual = 0;
  let squares = 0;
  for (const value of values) {
    if (value !== value) continue;
    const deviation = value / scale - rough;
    residual += deviation;
    squares += deviation * deviation;
  }
  const variance = Math.max(0, (squares - (residual * residual) / count) / count);
  return { count, mean: (rough + residual / count) * scale, sd: Math.sqrt(variance) * scale };
}

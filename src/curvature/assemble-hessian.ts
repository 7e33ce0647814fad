import { boundNorm, type HessianEstimate } from './hessian-estimate.js';

/** Columns that are asked for at once. */
const TOGETHER = 32;

/**
 * The matrix from its columns.
 * @param columnsOf some columns by their numbers, together
 * @param roundingNorm bound on the norm of D·E·D, for the rounding error E of the columns
 */
export function assembleHessian(
  size: number,
  columnsOf: (numbers: readonly number[]) => readonly Float64Array[],
  roundingNorm: (weights: ArrayLike<number>) => number,
): HessianEstimate {
  const values = new Float64Array(size * size);
  for (let first = 0; first < size; first += TOGETHER) {
    const numbers = Array.from({ length: Math.min(TOGETHER, size - first) }, (_, k) => first + k);
    columnsOf(numbers).forEach((column, k) => {
      for (let i = 0; i < size; i++) values[i * size + first + k] = column[i];
    });
  }
  const gaps = new Float64Array(size * size);
  let asymmetry = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const [below, above] = [i * size + j, j * size + i];
      gaps[below] = gaps[above] = Math.abs(values[below] - values[above]);
      asymmetry = Math.max(asymmetry, gaps[below]);
      values[below] = values[above] = (values[below] + values[above]) / 2;
    }
  }
  const errorNorm = (weights: ArrayLike<number>): number =>
    Math.max(roundingNorm(weights), boundNorm(size, gaps, weights));
  return { matrix: { size, values }, asymmetry, errorNorm };
}

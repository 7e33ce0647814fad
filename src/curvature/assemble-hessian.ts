import { boundNorm, type HessianEstimate } from './hessian-estimate.js';

/**
 * The matrix from its products with the unit vectors, column by column.
 * @param roundingNorm bound on the norm of D·E·D, for the rounding error E of the products
 */
export function assembleHessian(
  size: number,
  product: (direction: Float64Array) => Float64Array,
  roundingNorm: (weights: ArrayLike<number>) => number,
): HessianEstimate {
  const values = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    unit[j] = 1;
    const column = product(unit);
    unit[j] = 0;
    for (let i = 0; i < size; i++) values[i * size + j] = column[i];
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

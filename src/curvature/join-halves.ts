import { boundNorm, type HessianEstimate } from './hessian-estimate.js';

/**
 * Hᵢⱼ and Hⱼᵢ are two estimates of one number, of which the one with the smaller bound is taken: entries of very different
 * size are known to very different accuracy by the two. Where they differ by more than their bounds say, the bounds are
 * too small, or the gradient is the gradient of nothing, and the gap counts as error. Where one of them has a kink that
 * one is taken: the other goes along the kink, where the gradient is that of one side.
 */
export function joinHalves(
  size: number,
  values: Float64Array,
  bounds: Float64Array,
  isKinked: (at: number) => boolean,
): HessianEstimate {
  const joined = values.slice();
  const errors = bounds.slice();
  let asymmetry = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const [below, above] = [i * size + j, j * size + i];
      const gap = Math.abs(values[below] - values[above]);
      asymmetry = Math.max(asymmetry, gap);
      const [finer, coarser] = bounds[below] <= bounds[above] ? [below, above] : [above, below];
      const best = isKinked(below) || isKinked(above) ? coarser : finer;
      joined[below] = joined[above] = values[best];
      const unexplained = Math.max(0, gap - bounds[below] - bounds[above]);
      errors[below] = errors[above] = bounds[best] + unexplained;
    }
  }
  return { matrix: { size, values: joined }, asymmetry, errorNorm: (weights) => boundNorm(size, errors, weights) };
}

import type { HessianSweeper } from '../autodiff/hessian-sweeper.js';
import { boundNorm, type HessianEstimate } from '../curvature/hessian-estimate.js';
import { norm } from '../curvature/symmetric-matrix.js';
import { ROUNDOFF_32, ROUNDOFF_64 } from '../numdiff/index.js';
import { spreadActive, takeActive, type CurvatureSetting } from './curvature-setting.js';

/** The Hessian as a function of directions, over the active parameters. */
export interface Products {
  product(direction: Float64Array): Float64Array | Promise<Float64Array>;
  /** Bound on the norm of its error. */
  readonly errorBar: number;
  /** Products that may be asked for, by what one costs. */
  readonly budget: number;
}

export interface ExactProducts extends Products {
  product(direction: Float64Array): Float64Array;
  estimate(): HessianEstimate;
}

/** Rounding of sums of the same terms in any order: 64·u·Σ|terms|, as for exact gradients. */
const ROUNDINGS = 64;
/** Operations of a tape that all products together may pass over. */
const MOST_OPERATIONS = 6e8;
const MOST_PRODUCTS = 1000;
const LEAST_PRODUCTS = 60;

/** From a tape: exact but for rounding. */
export function exactProducts({ domain, noise, prepared }: CurvatureSetting, sweeper: HessianSweeper): ExactProducts {
  const isFloat32 = noise.roundoff === ROUNDOFF_32 || prepared.dtype === 'float32';
  const rounding = ROUNDINGS * (isFloat32 ? ROUNDOFF_32 : ROUNDOFF_64);
  const product = (direction: Float64Array): Float64Array =>
    takeActive(domain, sweeper.product(spreadActive(domain, direction)));
  /** ‖D·E·D‖ ≤ max row sum of 64u·D·M·D, for M = Σ|terms|. */
  const roundingNorm = (weights: ArrayLike<number>): number => {
    const sums = sweeper.magnitude(spreadActive(domain, weights));
    if (sums === null) return rounding * norm(product(Float64Array.from(weights))) * norm(weights);
    return takeActive(domain, sums).reduce((most, sum, k) => Math.max(most, rounding * weights[k] * sum), 0);
  };
  const size = domain.active.length;
  return {
    product,
    errorBar: roundingNorm(new Float64Array(size).fill(1)),
    budget: Math.min(MOST_PRODUCTS, Math.max(LEAST_PRODUCTS, Math.floor(MOST_OPERATIONS / sweeper.operations))),
    estimate: () => assemble(size, product, roundingNorm),
  };
}

/** Column by column. */
function assemble(
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

import type { HessianSweeper } from '../autodiff/hessian-sweeper.js';
import { assembleHessian } from '../curvature/assemble-hessian.js';
import type { HessianEstimate } from '../curvature/hessian-estimate.js';
import { ROUNDOFF_32, ROUNDOFF_64 } from '../numdiff/index.js';
import { spreadActive, takeActive, type CurvatureSetting } from './curvature-setting.js';

/** The Hessian as a function of directions, over the active parameters. */
export interface Products {
  product(direction: Float64Array): Float64Array | Promise<Float64Array>;
  /** Bound on the norm of its error. */
  readonly errorBar: number;
  /** Rows with another value on each side of the point, as far as random directions show. */
  readonly kinks?: number;
  /** Products that may be asked for, by what one costs. */
  readonly budget: number;
}

export interface ExactProducts extends Products {
  product(direction: Float64Array): Float64Array;
  estimate(): HessianEstimate;
}

/** Rounding of sums of the same terms in any order is 64·u·Σ|terms| at most, as for exact gradients. */
const MOST_ROUNDINGS = 64;
/** And no less than some units in the last place of what they come to. */
const LEAST_ROUNDINGS = 4;
/** Operations of a tape that all products together may pass over. */
const MOST_OPERATIONS = 6e8;
const MOST_PRODUCTS = 1000;
const LEAST_PRODUCTS = 60;

/**
 * From a tape: exact but for rounding. That is R·u·Σ|terms|, with R as measured: through many operations one after the
 * other, as in the steps of a simulation, Σ|terms| grows without measure and the rounding does not.
 * @param measured bound on the norm of S·E·S for the typical sizes S
 */
export function exactProducts(
  { domain, noise, prepared }: CurvatureSetting,
  sweeper: HessianSweeper,
  measured: number,
): ExactProducts {
  const isFloat32 = noise.roundoff === ROUNDOFF_32 || prepared.dtype === 'float32';
  const roundoff = isFloat32 ? ROUNDOFF_32 : ROUNDOFF_64;
  const product = (direction: Float64Array): Float64Array =>
    takeActive(domain, sweeper.product(spreadActive(domain, direction)));
  /** Largest row sum of D·M·D, for M = Σ|terms|, which bounds the norm; null where it cannot be had. */
  const termsNorm = (weights: ArrayLike<number>): number | null => {
    const sums = sweeper.magnitude(spreadActive(domain, weights));
    return sums && takeActive(domain, sums).reduce((most, sum, k) => Math.max(most, weights[k] * sum), 0);
  };
  const ofTypicalSizes = termsNorm(takeActive(domain, domain.scales));
  const roundings = ofTypicalSizes ? Math.min(MOST_ROUNDINGS * roundoff, measured / ofTypicalSizes) : 0;
  const roundingNorm = (weights: ArrayLike<number>): number => {
    const along = product(Float64Array.from(weights));
    const least =
      LEAST_ROUNDINGS * roundoff * along.reduce((most, sum, k) => Math.max(most, Math.abs(weights[k] * sum)), 0);
    const terms = termsNorm(weights);
    return Math.max(least, terms === null ? measured * largestOf(weights) ** 2 : roundings * terms);
  };
  const size = domain.active.length;
  const columnsOf = (numbers: readonly number[]): Float64Array[] =>
    sweeper.columns(numbers.map((k) => domain.active[k])).map((column) => takeActive(domain, column));
  return {
    product,
    errorBar: roundingNorm(new Float64Array(size).fill(1)),
    budget: Math.min(MOST_PRODUCTS, Math.max(LEAST_PRODUCTS, Math.floor(MOST_OPERATIONS / sweeper.operations))),
    estimate: () => assembleHessian(size, columnsOf, roundingNorm),
  };
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let k = 0; k < values.length; k++) largest = Math.max(largest, values[k]);
  return largest;
}

import type { HessianEstimate } from './hessian-estimate.js';
import { conditionNumber, zeroLevel, type Condition } from './judge-spectrum.js';
import { scaleBothSides, type EigenSolver } from './symmetric-matrix.js';

/** A change of units of the parameters: xᵢ = factorᵢ·zᵢ. */
export interface Rescaling {
  readonly factors: Float64Array;
  readonly conditionNumber: Condition;
}

/**
 * Jacobi scaling, factorᵢ = 1/√|Hᵢᵢ|, which gives each parameter the curvature ±1 and is within a factor n of the best
 * diagonal scaling of a positive definite matrix (van der Sluis, Numer. Math. 14, 1969, 14–23). Entries without
 * curvature of their own keep their units.
 */
export function rescale({ matrix, errorNorm }: HessianEstimate, solve: EigenSolver): Rescaling {
  const { size, values } = matrix;
  const whole = errorNorm(new Float64Array(size).fill(1));
  // What stands out of the error of the whole matrix stands out of its own.
  const isKnown = (own: number, i: number): boolean =>
    own > whole || own > errorNorm(new Float64Array(size).with(i, 1));
  const factors = Float64Array.from({ length: size }, (_, i) => {
    const own = Math.abs(values[i * size + i]);
    return isKnown(own, i) ? 1 / Math.sqrt(own) : 1;
  });
  const eigenvalues = solve(scaleBothSides(matrix, factors)).values;
  const largest = eigenvalues.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    factors,
    conditionNumber: conditionNumber(eigenvalues, zeroLevel(size, largest, errorNorm(factors))),
  };
}

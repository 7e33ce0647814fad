import type { DesignFactor } from './design-factor.js';
import { decomposeSingular } from './singular-values.js';

/** What data do to a gradient descent on a linear model with a bias: the curvature of ‖[1 X]w − y‖² / 2m. */
export interface Conditioning {
  /** λmax / λmin of [1 X]ᵀ[1 X]/m; `singular` where λmin is 0 within rounding. */
  readonly conditionNumber: number | 'singular';
  /** 2/λmax: longer steps of gradient descent diverge. */
  readonly largestStableStep: number;
}

/** Null where no row is complete. The singular values of the factor are those of [1 X]. */
export function measureConditioning({ r, size, rows }: DesignFactor): Conditioning | null {
  if (rows === 0) return null;
  const { values } = decomposeSingular(r);
  const [largest, least] = [values[0], values[size - 1]];
  const largestStableStep = (2 / largest / largest) * rows;
  return {
    conditionNumber: isSingular(values, rows) ? 'singular' : (largest / least) ** 2,
    largestStableStep,
  };
}

/** Rounding of the decomposition: a smaller value is 0 as far as can be told (LAPACK's and NumPy's rule for the rank). */
export function isSingular(values: Float64Array, rows: number): boolean {
  const size = values.length;
  return rows < size || values[size - 1] <= Math.max(rows, size) * Number.EPSILON * values[0];
}

import type { SymmetricMatrix } from './symmetric-matrix.js';

/** A Hessian with what is known of its error. */
export interface HessianEstimate {
  readonly matrix: SymmetricMatrix;
  /** max |Hᵢⱼ − Hⱼᵢ| before both were made one. */
  readonly asymmetry: number;
  /** Entries that have another value on each side of the point. */
  readonly kinks?: number;
  /**
   * Bound on the spectral norm of D·E·D, for the error E and a diagonal D of weights ≥ 0: with ones no eigenvalue is
   * farther off (Weyl's inequality), with some ones no eigenvalue of that block.
   */
  errorNorm(weights: ArrayLike<number>): number;
}

/**
 * The norm of a symmetric error whose entries are at most `bounds`: no more than its largest row sum, and no more than its
 * Frobenius norm.
 */
export function boundNorm(size: number, bounds: Float64Array, weights: ArrayLike<number>): number {
  let largestRow = 0;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    if (weights[i] === 0) continue;
    let row = 0;
    for (let j = 0; j < size; j++) {
      if (weights[j] === 0) continue;
      const bound = weights[i] * bounds[i * size + j] * weights[j];
      row += bound;
      squares += bound * bound;
    }
    largestRow = Math.max(largestRow, row);
  }
  return Math.min(largestRow, Math.sqrt(squares));
}

import type { SymmetricMatrix } from './symmetric-matrix.js';

/** A Hessian with what is known of its error. */
export interface HessianEstimate {
  readonly matrix: SymmetricMatrix;
  /** max |Hᵢⱼ − Hⱼᵢ| before both were made one. */
  readonly asymmetry: number;
  /** Bound on the spectral norm of the error: no eigenvalue is farther off (Weyl's inequality). */
  readonly errorBar: number;
}

/**
 * The spectral norm of a symmetric error whose entries are at most `bounds`: no more than its largest row sum, and no more
 * than its Frobenius norm.
 */
export function boundNorm(size: number, bounds: Float64Array): number {
  let largestRow = 0;
  let squares = 0;
  for (let i = 0; i < size; i++) {
    let row = 0;
    for (let j = 0; j < size; j++) {
      const bound = bounds[i * size + j];
      row += bound;
      squares += bound * bound;
    }
    largestRow = Math.max(largestRow, row);
  }
  return Math.min(largestRow, Math.sqrt(squares));
}

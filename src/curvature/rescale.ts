import { scaleBothSides, type EigenSolver, type SymmetricMatrix } from './symmetric-matrix.js';
import { conditionNumber, zeroLevel } from './judge-spectrum.js';

/** A change of units of the parameters: xᵢ = factorᵢ·zᵢ. */
export interface Rescaling {
  readonly factors: Float64Array;
  readonly conditionNumber: number | 'singular';
}

/**
 * Jacobi scaling, factorᵢ = 1/√|Hᵢᵢ|, which gives each parameter the curvature ±1 and is within a factor n of the best
 * diagonal scaling of a positive definite matrix (van der Sluis, Numer. Math. 14, 1969, 14–23). Entries without
 * curvature of their own keep their units.
 */
export function rescale(
  matrix: SymmetricMatrix,
  { errorBar, level }: { errorBar: number; level: number },
  solve: EigenSolver,
): Rescaling {
  const { size, values } = matrix;
  const factors = Float64Array.from({ length: size }, (_, i) => {
    const own = Math.abs(values[i * size + i]);
    return own > level ? 1 / Math.sqrt(own) : 1;
  });
  const eigenvalues = solve(scaleBothSides(matrix, factors)).values;
  const largest = Math.max(...eigenvalues.map(Math.abs));
  const widest = factors.reduce((most, factor) => Math.max(most, factor), 0);
  return {
    factors,
    conditionNumber: conditionNumber(eigenvalues, zeroLevel(size, largest, errorBar * widest * widest)),
  };
}

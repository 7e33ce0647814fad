import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Eigenpairs, SymmetricMatrix } from '../curvature/symmetric-matrix.js';

/** All eigenpairs of a symmetric matrix, by reduction to tridiagonal form and implicit QL steps. */
export function solveEigen({ size, values }: SymmetricMatrix): Eigenpairs {
  const rows = Array.from({ length: size }, (_, i) => values.subarray(i * size, (i + 1) * size));
  const found = new EigenvalueDecomposition(new Matrix(rows as never), { assumeSymmetric: true });
  const order = found.realEigenvalues.map((value, k) => ({ value, k })).sort((a, b) => a.value - b.value);
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    order.forEach(({ k }, column) => void (vectors[i * size + column] = found.eigenvectorMatrix.get(i, k)));
  return { values: Float64Array.from(order, ({ value }) => value), vectors };
}

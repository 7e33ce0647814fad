/** A matrix as its columns. */
export type Columns = readonly Float64Array[];

export interface Singular {
  /** Descending. */
  readonly values: Float64Array;
  /** Right singular vectors, in the same order. */
  readonly vectors: readonly Float64Array[];
}

const MOST_SWEEPS = 60;

/**
 * Singular values and right singular vectors by one-sided Jacobi rotations (Hestenes 1958), which finds small values to
 * high relative accuracy (Demmel and Veselić 1992).
 * @param matrix columns of equal length, at least as long as there are columns
 */
export function decomposeSingular(matrix: Columns): Singular {
  const count = matrix.length;
  // Scaled by the largest entry: squares of large numbers do not overflow.
  const unit = largestEntry(matrix) || 1;
  const columns = matrix.map((column) => column.map((value) => value / unit));
  const vectors = columns.map((_, j) => Float64Array.from({ length: count }, (__, i) => (i === j ? 1 : 0)));
  for (let sweep = 0, isDone = false; sweep < MOST_SWEEPS && !isDone; sweep++) {
    isDone = true;
    for (let p = 0; p < count - 1; p++)
      for (let q = p + 1; q < count; q++) if (orthogonalise(columns, vectors, p, q)) isDone = false;
  }
  const norms = columns.map(norm);
  const order = norms.map((_, j) => j).sort((a, b) => norms[b] - norms[a]);
  return { values: Float64Array.from(order, (j) => norms[j] * unit), vectors: order.map((j) => vectors[j]) };
}

/** Rotates two columns until they are orthogonal; returns false where they are already. */
function orthogonalise(columns: Columns, vectors: Columns, p: number, q: number): boolean {
  const [a, b] = [columns[p], columns[q]];
  let [alpha, beta, gamma] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    alpha += a[i] * a[i];
    beta += b[i] * b[i];
    gamma += a[i] * b[i];
  }
  if (gamma === 0 || Math.abs(gamma) <= Number.EPSILON * Math.sqrt(alpha * beta)) return false;
  const zeta = (beta - alpha) / (2 * gamma);
  const tangent = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  rotate(a, b, cosine, cosine * tangent);
  rotate(vectors[p], vectors[q], cosine, cosine * tangent);
  return true;
}

function rotate(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i], b[i]];
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
}

function largestEntry(matrix: Columns): number {
  return matrix.reduce((most, column) => column.reduce((least, value) => Math.max(least, Math.abs(value)), most), 0);
}

function norm(column: Float64Array): number {
  let squares = 0;
  for (const value of column) squares += value * value;
  return Math.sqrt(squares);
}

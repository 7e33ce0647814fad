/** A symmetric matrix, row by row. */
export interface SymmetricMatrix {
  readonly size: number;
  readonly values: Float64Array;
}

/** Eigenvalues, smallest first, and the unit vectors that belong to them. */
export interface Eigenpairs {
  readonly values: Float64Array;
  /** Column k, at `vectors[i * size + k]`, belongs to the k-th value. */
  readonly vectors: Float64Array;
}

/** All eigenvalues and eigenvectors of a symmetric matrix; the library that does it is not known here. */
export type EigenSolver = (matrix: SymmetricMatrix) => Eigenpairs;

export function eigenvector({ values, vectors }: Eigenpairs, k: number): Float64Array {
  const size = values.length;
  return Float64Array.from({ length: size }, (_, i) => vectors[i * size + k]);
}

/** The rows and columns of some positions. */
export function principalBlock({ size, values }: SymmetricMatrix, positions: ArrayLike<number>): SymmetricMatrix {
  const extent = positions.length;
  const block = new Float64Array(extent * extent);
  for (let a = 0; a < extent; a++)
    for (let b = 0; b < extent; b++) block[a * extent + b] = values[positions[a] * size + positions[b]];
  return { size: extent, values: block };
}

/** D·A·D for a diagonal D. */
export function scaleBothSides({ size, values }: SymmetricMatrix, diagonal: ArrayLike<number>): SymmetricMatrix {
  return { size, values: values.map((value, k) => diagonal[Math.floor(k / size)] * value * diagonal[k % size]) };
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Euclidean norm, of vectors of any magnitude. */
export function norm(a: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

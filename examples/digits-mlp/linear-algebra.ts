export type Vector = number[];
/** An array of rows. */
export type Matrix = number[][];

export const dot = (a: Vector, b: Vector) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** W x + b */
export const affine = (W: Matrix, x: Vector, b: Vector): Vector => W.map((row, i) => dot(row, x) + b[i]);

/** Wᵀ y */
export const transposedProduct = (W: Matrix, y: Vector): Vector =>
  W[0].map((_, j) => y.reduce((sum, value, i) => sum + value * W[i][j], 0));

export const scaled = (W: Matrix, factor: number): Matrix => W.map((row) => row.map((value) => factor * value));

export const squaredNorm = (W: Matrix) => W.reduce((sum, row) => sum + dot(row, row), 0);

/** target += factor · x */
export function addScaled(target: Vector, factor: number, x: Vector): void {
  x.forEach((value, i) => (target[i] += factor * value));
}

/** target += factor · y xᵀ */
export function addOuterProduct(target: Matrix, factor: number, y: Vector, x: Vector): void {
  y.forEach((value, i) => addScaled(target[i], factor * value, x));
}

/** log Σ exp(zᵢ); the largest is taken out so that no exponential overflows. */
export function logSumExp(z: Vector): number {
  const largest = Math.max(...z);
  return largest + Math.log(z.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

export function softmax(z: Vector): Vector {
  const normaliser = logSumExp(z);
  return z.map((value) => Math.exp(value - normaliser));
}

/** Numbers uniform in (−1, 1), the same sequence for the same seed. */
export function uniformGenerator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (48271 * state) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
}

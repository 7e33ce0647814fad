// One causal self-attention head with a residual connection; the token vectors are parameters as well.
import { add, matrix, multiply, scale, transpose } from './matrix.js';
import type { Matrix } from './matrix.js';

let seed = 99;
const uniform = (width: number) => {
  seed = (seed * 69069 + 1) % 4294967296;
  return width * (seed / 4294967296 - 0.5);
};

export const length = 5;
export const width = 4;
const goal: Matrix = matrix(length, width, () => uniform(2));
export const factor = 1 / Math.sqrt(width);

export const params = {
  X: matrix(length, width, () => uniform(2)),
  Wq: matrix(width, width, () => uniform(2.5)),
  Wk: matrix(width, width, () => uniform(2.5)),
  Wv: matrix(width, width, () => uniform(2)),
  Wo: matrix(width, width, () => uniform(2)),
};
export type Params = typeof params;

/** Rows of softmax over the positions up to the diagonal; zero behind it. */
function causalSoftmax(scores: Matrix): Matrix {
  return scores.map((row, i) => {
    const e = row.map((s, j) => (j <= i ? Math.exp(s) : 0));
    const total = e.reduce((a, b) => a + b, 0);
    return e.map((v) => v / total);
  });
}

export function forward({ X, Wq, Wk, Wv, Wo }: Params) {
  const Q = multiply(X, Wq);
  const K = multiply(X, Wk);
  const V = multiply(X, Wv);
  const scores = scale(multiply(Q, transpose(K)), factor);
  const A = causalSoftmax(scores);
  const heads = multiply(A, V);
  const projected = multiply(heads, Wo);
  const out = add(X, projected);
  return { Q, K, V, A, heads, error: add(out, scale(goal, -1)) };
}

export function loss(p: Params): number {
  const { error } = forward(p);
  let s = 0;
  for (const row of error) for (const e of row) s += 0.5 * e * e;
  return s / length;
}

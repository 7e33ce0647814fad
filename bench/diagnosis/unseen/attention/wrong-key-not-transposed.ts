import { factor, forward, length } from './loss.js';
import type { Params } from './loss.js';
import { add, multiply, scale, transpose } from './matrix.js';
import type { Matrix } from './matrix.js';

export { params, loss } from './loss.js';

/** dL/dscores from dL/dA, for softmax along each row. */
function softmaxBackward(A: Matrix, dA: Matrix): Matrix {
  return A.map((row, i) => {
    const inner = row.reduce((s, a, j) => s + a * dA[i][j], 0);
    return row.map((a, j) => a * (dA[i][j] - inner));
  });
}

export function gradient(p: Params): Params {
  const { X, Wq, Wk, Wv, Wo } = p;
  const { Q, K, V, A, heads, error } = forward(p);
  const dOut = scale(error, 1 / length);

  const dWo = multiply(transpose(heads), dOut);
  const dHeads = multiply(dOut, transpose(Wo));
  const dV = multiply(transpose(A), dHeads);
  const dA = multiply(dHeads, transpose(V));
  const dS = scale(softmaxBackward(A, dA), factor);
  const dQ = multiply(dS, K);
  const dK = multiply(dS, Q);

  const Xt = transpose(X);
  return {
    X: add(dOut, multiply(dQ, transpose(Wq)), multiply(dK, transpose(Wk)), multiply(dV, transpose(Wv))),
    Wq: multiply(Xt, dQ),
    Wk: multiply(Xt, dK),
    Wv: multiply(Xt, dV),
    Wo: dWo,
  };
}

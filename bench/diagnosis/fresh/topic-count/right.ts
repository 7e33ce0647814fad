import { counts, documents, forward, terms } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const transpose = (M: number[][]) => M[0].map((_, j) => M.map((row) => row[j]));
const matmul = (M: number[][], N: number[][]) =>
  M.map((row) => N[0].map((_, j) => row.reduce((s, v, k) => s + v * N[k][j], 0)));

export function gradient(p: Params): Params {
  const { U, V, M } = forward(p);
  const dM = M.map((row, i) => row.map((m, j) => (1 - counts[i][j] / m) / (documents * terms)));
  const dU = matmul(dM, transpose(V)).map((row, i) => row.map((d, k) => d + 0.05 / Math.sqrt(U[i][k])));
  const dV = matmul(transpose(U), dM);
  return {
    A: dU.map((row, i) => row.map((d, k) => d * sigmoid(p.A[i][k]))),
    B: dV.map((row, k) => row.map((d, j) => d * sigmoid(p.B[k][j]))),
    base: p.base.map((b, j) => Math.exp(b) * dM.reduce((sum, row) => sum + row[j], 0)),
  };
}

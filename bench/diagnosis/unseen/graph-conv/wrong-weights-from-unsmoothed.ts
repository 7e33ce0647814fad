import { P, dim, forward, known, nodes } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

const blank = (n: number) => Array.from({ length: n }, () => new Float64Array(dim));

/** X W = Y: adds Xᵀ dY to dW and returns dY Wᵀ. */
function timesBackward(X: Float64Array[], W: Float64Array[], dW: Float64Array[], dY: Float64Array[]): Float64Array[] {
  const dX = blank(X.length);
  for (let i = 0; i < X.length; i++) {
    for (let k = 0; k < dim; k++) {
      for (let c = 0; c < dim; c++) {
        dW[k][c] += X[i][k] * dY[i][c];
        dX[i][k] += dY[i][c] * W[k][c];
      }
    }
  }
  return dX;
}

export function gradient(p: Params): Params {
  const { first, second, logits } = forward(p);
  const W = blank(dim);
  const b = new Float64Array(dim);
  const readout = blank(dim);

  const dLogits = blank(nodes);
  for (const { node, label } of known) {
    const e = logits[node].map(Math.exp);
    const total = e.reduce((s, v) => s + v, 0);
    for (let c = 0; c < dim; c++) dLogits[node][c] += (e[c] / total - (c === label ? 1 : 0)) / known.length;
  }

  let dH = timesBackward(second.H, p.readout, readout, dLogits);
  for (const [{ Z }, X] of [
    [second, first.H],
    [first, p.features],
  ] as const) {
    const dZ = dH.map((row, i) => row.map((d, c) => (Z[i][c] > 0 ? d : d * Math.exp(Z[i][c]))));
    for (const row of dZ) for (let c = 0; c < dim; c++) b[c] += row[c];
    const dS = timesBackward(X, p.W, W, dZ);
    const dX = blank(nodes);
    for (let i = 0; i < nodes; i++) {
      for (let j = 0; j < nodes; j++) {
        for (let c = 0; c < dim; c++) dX[j][c] += P[i][j] * dS[i][c];
      }
    }
    dH = dX;
  }
  return { features: dH, W, b, readout };
}

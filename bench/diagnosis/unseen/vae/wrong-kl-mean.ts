import { X, beta, forward, noise } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

type Rows = number[][];
const like = (m: Rows): Rows => m.map((row) => row.map(() => 0));

/** For y = W v + b: adds to dW (and db), returns dv. */
function pull(W: Rows, v: number[], dy: number[], dW: Rows, db?: number[]): number[] {
  dy.forEach((d, i) => {
    if (db) db[i] += d;
    v.forEach((vj, j) => (dW[i][j] += d * vj));
  });
  return v.map((_, j) => dy.reduce((s, d, i) => s + d * W[i][j], 0));
}

export function gradient(p: Params): Params {
  const { encoder, decoder } = p;
  const g: Params = {
    encoder: { mean: like(encoder.mean), logVar: like(encoder.logVar), logVarBias: encoder.logVarBias.map(() => 0) },
    decoder: { W: like(decoder.W), b: decoder.b.map(() => 0), V: like(decoder.V) },
    logSpread: 0,
  };
  const precision = Math.exp(-2 * p.logSpread);
  const rate = 1 / X.length;

  X.forEach((x, n) => {
    const eps = noise[n];
    const { logVar, z, hidden, out } = forward(p, x, eps);
    const dOut = out.map((o, i) => rate * precision * (o - x[i]));
    out.forEach((o, i) => (g.logSpread += rate * (1 - precision * (x[i] - o) ** 2)));

    const dHidden = pull(decoder.V, hidden, dOut, g.decoder.V);
    const dPre = dHidden.map((d, i) => d * (1 - hidden[i] ** 2));
    const dz = pull(decoder.W, z, dPre, g.decoder.W, g.decoder.b);

    const dLogVar = dz.map((d, k) => {
      const viaSample = d * 0.5 * Math.exp(0.5 * logVar[k]) * eps[k];
      const viaKl = 0.5 * rate * beta * (Math.exp(logVar[k]) - 1);
      return viaSample + viaKl;
    });
    pull(encoder.mean, x, dz, g.encoder.mean);
    pull(encoder.logVar, x, dLogVar, g.encoder.logVar, g.encoder.logVarBias);
  });
  return g;
}

import { emissions, features, forwardScores, logPartition, logSumExp, sequences, tags, tokens } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

function backwardScores(p: Params, e: number[][]): number[][] {
  const n = e.length;
  const beta: number[][] = [];
  beta[n - 1] = p.end.slice();
  for (let t = n - 2; t >= 0; t--) {
    beta[t] = p.transition.map((row) => logSumExp(row.map((a, k) => a + e[t + 1][k] + beta[t + 1][k])));
  }
  return beta;
}

export function gradient(p: Params): Params {
  const g: Params = {
    emission: p.emission.map((row) => row.map(() => 0)),
    transition: p.transition.map((row) => row.map(() => 0)),
    start: p.start.map(() => 0),
    end: p.end.map(() => 0),
  };
  for (const { x, y } of sequences) {
    const n = x.length;
    const e = emissions(p, x);
    const alpha = forwardScores(p, e);
    const beta = backwardScores(p, e);
    const logZ = logPartition(p, alpha);

    for (let t = 0; t < n; t++) {
      for (let k = 0; k < tags; k++) {
        const expected = Math.exp(alpha[t][k] + beta[t][k] - logZ);
        const d = (y[t] === k ? 1 : 0) - expected;
        for (let f = 0; f < features; f++) g.emission[f][k] += (d * x[t][f]) / tokens;
        if (t === 0) g.start[k] += d / tokens;
        if (t === n - 1) g.end[k] += d / tokens;
      }
    }
    for (let t = 1; t < n; t++) {
      for (let j = 0; j < tags; j++) {
        for (let k = 0; k < tags; k++) {
          const pair = Math.exp(alpha[t - 1][j] + p.transition[j][k] + e[t][k] + beta[t][k] - logZ);
          g.transition[j][k] -= pair / tokens;
        }
      }
      g.transition[y[t - 1]][y[t]] += 1 / tokens;
    }
  }
  return g;
}

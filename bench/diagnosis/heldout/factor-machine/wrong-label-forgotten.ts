import { decayFactors, decayWeights, predict, project, rank, rows } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const g: Params = {
    base: 0,
    weights: p.weights.map((w) => decayWeights * w),
    factors: p.factors.map((row) => row.map((v) => decayFactors * v)),
  };
  for (const row of rows) {
    const margin = row.label * predict(p, row);
    const dy = -1 / (1 + Math.exp(margin));
    const sums = project(p, row);
    g.base += dy;
    row.places.forEach((place, n) => {
      const x = row.values[n];
      g.weights[place] += dy * x;
      for (let k = 0; k < rank; k++) {
        const v = p.factors[place][k];
        g.factors[place][k] += dy * x * (sums[k] - v * x);
      }
    });
  }
  return g;
}

import { costs, margin } from './loss.js';
import type { Params, Row } from './loss.js';

export { data, loss, params } from './loss.js';

export function gradient(p: Params, rows: Row[]): Params {
  const g: Params = { weights: p.weights.map(() => 0), intercept: 0 };
  for (const row of rows) {
    const cost = row.positive ? costs.positive : costs.negative;
    const miss = 1 / (1 + Math.exp(margin(p, row)));
    const side = row.positive ? 1 : -1;
    const dz = -cost * miss * side;
    g.intercept += dz;
    for (let j = 0; j < g.weights.length; j++) g.weights[j] += dz * row.x[j];
  }
  return g;
}

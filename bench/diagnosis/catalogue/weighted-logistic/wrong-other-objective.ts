import { costs, margin } from './loss.js';
import type { Params, Row } from './loss.js';

export { data, loss, params } from './loss.js';

export function lossAndGradient(p: Params, rows: Row[]): { loss: number; gradient: Params } {
  let total = 0;
  const g: Params = { weights: p.weights.map(() => 0), intercept: 0 };
  for (const row of rows) {
    const cost = row.positive ? costs.positive : costs.negative;
    const miss = 1 / (1 + Math.exp(margin(p, row)));
    const side = row.positive ? 1 : -1;
    total += (cost * Math.log1p(Math.exp(-margin(p, row)))) / rows.length;
    const dz = (-cost * miss * side) / rows.length;
    g.intercept += dz;
    for (let j = 0; j < g.weights.length; j++) g.weights[j] += dz * row.x[j];
  }
  return { loss: total, gradient: g };
}

import { hidden, logistic, pairs, queries, score } from './loss.js';
import type { Document, Params } from './loss.js';

export { loss, params } from './loss.js';

/** Adds d times the gradient of a score. */
function addScore(p: Params, g: Params, document: Document, d: number): void {
  hidden(p, document).forEach((z, j) => {
    g.outer[j] += d * z;
    const dz = d * p.outer[j] * logistic(z);
    g.bias[j] += dz;
    document.x.forEach((v, i) => (g.inner[i][j] += dz * v));
  });
}

export function gradient(p: Params): Params {
  const g: Params = {
    inner: p.inner.map((row) => row.map(() => 0)),
    bias: p.bias.map(() => 0),
    outer: p.outer.map(() => 0),
    temperature: 0,
  };
  const all = queries.flatMap((query) => [...pairs(query)]);
  for (const [better, worse] of all) {
    const difference = score(p, better) - score(p, worse);
    const gap = difference / p.temperature;
    const weight = better.grade - worse.grade;
    const dGap = (-weight * logistic(-gap)) / all.length;
    addScore(p, g, better, dGap / p.temperature);
    addScore(p, g, worse, -dGap / p.temperature);
    g.temperature -= (dGap * difference) / p.temperature ** 2;
  }
  return g;
}

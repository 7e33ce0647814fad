import { counts, covariates, rateOf } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(x: number[]): number[] {
  const g = x.map(() => 0);
  counts.forEach((y, n) => {
    const dEta = 2 * (rateOf(x, n) - y);
    g[0] += dEta;
    covariates[n].forEach((v, j) => (g[j] += dEta * v));
  });
  return g;
}

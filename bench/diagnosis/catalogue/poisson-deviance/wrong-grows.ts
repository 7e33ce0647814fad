import { counts, covariates, rateOf } from './loss.js';

export { loss, params } from './loss.js';

const g = [0, 0, 0];

export function gradient(x: number[]): number[] {
  counts.forEach((y, n) => {
    const dEta = 2 * (rateOf(x, n) - y);
    g[0] += dEta;
    covariates[n].forEach((v, j) => (g[j + 1] += dEta * v));
  });
  return [...g];
}

import { counts, covariates, rateOf } from './loss.js';

export { loss, params } from './loss.js';

export function lossAndGradient(x: number[]): [number, number[]] {
  let likelihood = 0;
  const g = x.map(() => 0);
  counts.forEach((y, n) => {
    const mu = rateOf(x, n);
    likelihood += mu - y * Math.log(mu);
    const dEta = mu - y;
    g[0] += dEta;
    covariates[n].forEach((v, j) => (g[j + 1] += dEta * v));
  });
  return [likelihood, g];
}

import { X, cholesky, covariance, d, kernel, n, residual, solve } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

export function gradient(p: Params): Params {
  const K = kernel(p);
  const L = cholesky(covariance(p));
  const alpha = solve(L, residual(p));
  const inverse = K.map((_, i) =>
    solve(
      L,
      K.map((__, j) => (i === j ? 1 : 0)),
    ),
  );
  // dL/dC = (C^-1 - alpha alphaᵀ) / 2
  const G = inverse.map((row, i) => row.map((v, j) => v - 0.5 * alpha[i] * alpha[j]));

  const logLength = p.logLength.map(() => 0);
  let logSignal = 0;
  let logNoise = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      logSignal += G[i][j] * 2 * K[i][j];
      for (let k = 0; k < d; k++) {
        const u = (X[i][k] - X[j][k]) / Math.exp(p.logLength[k]);
        logLength[k] += G[i][j] * K[i][j] * u * u;
      }
    }
    logNoise += G[i][i] * 2 * Math.exp(2 * p.logNoise);
  }
  return {
    logLength,
    logSignal,
    logNoise,
    slope: p.slope.map((_, k) => -alpha.reduce((s, a, i) => s + a * X[i][k], 0)),
    intercept: -alpha.reduce((s, a) => s + a, 0),
  };
}

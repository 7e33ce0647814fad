import { at, D, entry, N, whiten, x } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(theta: number[]): number[] {
  const g = theta.map(() => 0);
  for (let n = 0; n < N; n++) {
    const z = whiten(theta, n);
    for (let r = 0; r < D; r++) {
      const centred = x[n * D + r] - theta[r];
      for (let c = 0; c <= r; c++) {
        const l = entry(theta, r, c);
        g[r] -= l * z[c];
        g[at(r, c)] += z[c] * centred * (r === c ? l : 1);
      }
    }
  }
  for (let r = 0; r < D; r++) {
    for (let c = 0; c < r; c++) {
      const v = theta[at(r, c)];
      g[at(r, c)] += (0.2 * v) / Math.sqrt(v * v + 0.01);
    }
  }
  return g;
}

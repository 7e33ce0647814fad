import { d, decode, dot, encode, k, samples, skew, stiffness } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export const gradient = (p: Params): Params => {
  const W = p.W.map((row) => row.map(() => 0));
  const mu = p.mu.map(() => 0);
  samples.forEach((x) => {
    const code = encode(p, x);
    const error = decode(p, code).map((v, i) => (2 * (v - x[i])) / samples.length);
    const dCode = p.W.map((row) => dot(row, error));
    for (let i = 0; i < d; i++) {
      mu[i] += error[i];
      for (let r = 0; r < k; r++) {
        W[r][i] += code[r] * error[i];
        W[r][i] += dCode[r] * (x[i] - p.mu[i]);
        mu[i] -= dCode[r] * p.W[r][i];
      }
    }
  });
  const tension = skew(p);
  for (let r = 0; r < k; r++) {
    for (let s = 0; s < k; s++) {
      for (let i = 0; i < d; i++) W[r][i] += 4 * stiffness * tension[r][s] * p.W[s][i];
    }
  }
  return { W: W.reverse(), mu };
};

import { COUNT, kernel, P } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export function gradient(p: Params): Params {
  const { Y } = p;
  const { nu, D, K, Z } = kernel(p);
  const dY = Y.map(() => [0, 0]);
  let dNu = 0;
  for (let i = 0; i < COUNT; i++) {
    for (let j = 0; j < COUNT; j++) {
      if (i === j) continue;
      const Q = K[i][j] / Z;
      const gap = Q - P[i][j];
      // By the logarithm of the kernel, -(ν + 1)/2 log(1 + d²/ν).
      const base = 1 + D[i][j] / nu;
      const byDistance = (gap * (-(nu + 1) / 2)) / (nu * base);
      for (let k = 0; k < 2; k++) {
        const along = 2 * byDistance * (Y[i][k] - Y[j][k]);
        dY[i][k] += along;
        dY[j][k] -= along;
      }
      dNu += gap * (-0.5 * Math.log(base));
    }
  }
  return { Y: dY, logFreedom: dNu * nu };
}

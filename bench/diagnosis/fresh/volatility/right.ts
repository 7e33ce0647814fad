import { NU, shares, variances } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

/** Forward sensitivities: the slope of the variance by each parameter is carried along with it. */
export function gradient(p: Params): Params {
  const { shock, h, alpha, beta, base } = variances(p);
  const n = h.length;
  const rest = 1 - alpha - beta;
  // By alpha, beta, base, mean, leverage.
  let by = [base / rest ** 2, base / rest ** 2, 1 / rest, 0, 0];
  const sum = [0, 0, 0, 0, 0];
  for (let t = 0; t < n; t++) {
    const z2 = shock[t] ** 2 / (NU * h[t]);
    const byH = 0.5 / h[t] - (0.5 * (NU + 1) * z2) / ((1 + z2) * h[t]);
    const byShock = ((NU + 1) * shock[t]) / (NU * h[t] * (1 + z2));
    for (let k = 0; k < 5; k++) sum[k] += (byH * by[k]) / n;
    sum[3] -= byShock / n;
    const e = shock[t];
    const lean = e < 0 ? p.leverage : 0;
    by = [
      e * e + beta * by[0],
      h[t] + beta * by[1],
      1 + beta * by[2],
      -2 * (alpha + lean) * e + beta * by[3],
      (e < 0 ? e * e : 0) + beta * by[4],
    ];
  }
  const [dAlpha, dBeta, dBase, mean, leverage] = sum;
  const s = shares(p);
  const along = dAlpha * s.alpha + dBeta * s.beta;
  return {
    mean,
    logBase: dBase * base,
    reaction: s.alpha * (dAlpha - along),
    memory: s.beta * (dBeta - along),
    leverage,
  };
}

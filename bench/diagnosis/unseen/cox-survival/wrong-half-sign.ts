import { hazard, patients, ridge, saturation } from './loss.js';
import type { Params, Patient } from './loss.js';

export { params, loss } from './loss.js';

/** Derivatives of the linear predictor: beta, effect, logHalf in one vector. */
function features(p: Params, who: Patient): number[] {
  const s = saturation(who.dose, p.logHalf);
  return [...who.x, s, p.effect * s * (1 - s)];
}

export function gradient(p: Params): Params {
  const size = p.beta.length + 2;
  const total: number[] = Array.from({ length: size }, () => 0);
  const weighted: number[] = Array.from({ length: size }, () => 0);
  let atRisk = 0;
  let next = 0;
  for (let i = 0; i < patients.length; i++) {
    while (next < patients.length && patients[next].time >= patients[i].time) {
      const w = Math.exp(hazard(p, patients[next]));
      const f = features(p, patients[next]);
      atRisk += w;
      for (let j = 0; j < size; j++) weighted[j] += w * f[j];
      next++;
    }
    if (!patients[i].died) continue;
    const own = features(p, patients[i]);
    for (let j = 0; j < size; j++) total[j] += weighted[j] / atRisk - own[j];
  }
  const [effect, logHalf] = total.slice(p.beta.length);
  return {
    beta: p.beta.map((b, j) => total[j] + 2 * ridge * b),
    effect: effect + Math.sign(p.effect) * ridge,
    logHalf,
  };
}

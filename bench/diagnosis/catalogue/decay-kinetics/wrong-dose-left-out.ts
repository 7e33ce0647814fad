import { bateman, predict, runs } from './loss.js';
import type { Params } from './loss.js';

export { loss, params, points } from './loss.js';

/** Derivatives of bateman by its two rates. */
function batemanSlopes(fast: number, slow: number, t: number): [number, number] {
  const gap = slow - fast;
  const left = Math.exp(-fast * t);
  const right = Math.exp(-slow * t);
  const byFast = (slow / gap ** 2) * (left - right) - (fast / gap) * t * left;
  const bySlow = (-fast / gap ** 2) * (left - right) + (fast / gap) * t * right;
  return [byFast, bySlow];
}

export function gradient(p: Params): Params {
  const logRates = [0, 0];
  const logYield = p.logYield.map(() => 0);
  let baseline = 0;
  const [fast, slow] = p.logRates.map((r) => Math.exp(r));
  for (const [run, { dose, times, seen }] of runs.entries()) {
    const amount = dose * Math.exp(p.logYield[run]);
    for (const [m, t] of times.entries()) {
      const error = predict(p, run, t) - seen[m];
      const [byFast, bySlow] = batemanSlopes(fast, slow, t);
      baseline += error;
      logYield[run] += error * Math.exp(p.logYield[run]) * bateman(fast, slow, t);
      logRates[0] += error * amount * byFast * fast;
      logRates[1] += error * amount * bySlow * slow;
    }
  }
  return { logRates, logYield, baseline };
}

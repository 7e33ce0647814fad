import { absent, precision, rate, sum, visits } from './loss.js';
import type { Params, Visit } from './loss.js';

export { params, loss } from './loss.js';

/** Derivatives of one visit's log-likelihood by the log rate and by the logit of the inflation. */
const scores = (p: Params) => (v: Visit) => {
  const mu = rate(p, v);
  const pi = absent(p, v);
  if (v.count > 0) return { v, byLogRate: v.count - mu, byLogit: -pi };
  const none = Math.exp(-mu);
  const zero = pi + (1 - pi) * none;
  return { v, byLogRate: (-(1 - pi) * none * mu) / zero, byLogit: ((1 - none) * pi * (1 - pi)) / zero };
};

export const gradient = (p: Params): Params => {
  const all = visits.map(scores(p));
  return {
    slope: p.slope.map((_, j) => -sum(all.map(({ v, byLogRate }) => byLogRate * v.z[j]))),
    base: -sum(all.map(({ byLogRate }) => byLogRate)),
    effect: p.effect.map(
      (e, group) => -precision * e - sum(all.filter(({ v }) => v.group === group).map(({ byLogRate }) => byLogRate)),
    ),
    inflation: {
      intercept: -sum(all.map(({ byLogit }) => byLogit)),
      slope: -sum(all.map(({ v, byLogit }) => byLogit * v.z[0])),
    },
  };
};

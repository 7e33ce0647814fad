import { joint, logSumExp, points, priorPrecision } from './loss.js';
import type { Params } from './loss.js';

export { params, loss } from './loss.js';

const accumulator = (p: Params) => {
  const total: Params = p.map((c) => ({ logit: 0, mean: c.mean.map(() => 0), logScale: c.logScale.map(() => 0) }));
  const shares = (() => {
    const z = logSumExp(p.map((c) => c.logit));
    return p.map((c) => Math.exp(c.logit - z));
  })();

  const add = (x: number[], rate: number) => {
    const logs = joint(p, x);
    const evidence = logSumExp(logs);
    p.forEach((c, k) => {
      const responsibility = Math.exp(logs[k] - evidence);
      total[k].logit -= rate * (responsibility - shares[k]);
      c.mean.forEach((m, j) => {
        const scale = Math.exp(c.logScale[j]);
        const u = (x[j] - m) / scale;
        total[k].mean[j] -= (rate * shares[k] * u) / scale;
        total[k].logScale[j] -= rate * shares[k] * (u * u - 1);
      });
    });
  };
  return { add, total };
};

export const gradient = (p: Params): Params => {
  const { add, total } = accumulator(p);
  for (const x of points) add(x, 1 / points.length);
  p.forEach((c, k) => c.mean.forEach((m, j) => (total[k].mean[j] += priorPrecision * m)));
  return total;
};

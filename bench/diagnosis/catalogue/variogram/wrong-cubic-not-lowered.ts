import { bins, exponential, gamma, spherical } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export async function gradient(p: Params): Promise<Params> {
  const g: Params = { nugget: 0, sills: [0, 0], ranges: [0, 0] };
  const [shortSill, longSill] = p.sills;
  const [shortRange, longRange] = p.ranges;
  for (const { lag, pairs, semivariance } of bins) {
    const model = gamma(p, lag);
    const dRatio = (2 * pairs * (semivariance / model - 1)) / bins.length;
    const dModel = (-dRatio * semivariance) / model ** 2;
    g.nugget += dModel;
    g.sills[0] += dModel * exponential(lag, shortRange);
    g.sills[1] += dModel * spherical(lag, longRange);
    g.ranges[0] -= (dModel * shortSill * Math.exp((-3 * lag) / shortRange) * 3 * lag) / shortRange ** 2;
    if (lag < longRange) {
      const t = lag / longRange;
      g.ranges[1] -= (dModel * longSill * (1.5 - 1.5 * t ** 3) * t) / longRange;
    }
  }
  return g;
}

import { at, knee, observations, tau } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

const huberSlope = (u: number): number => Math.max(-knee, Math.min(knee, u));
const pinballSlope = (r: number): number => (r < 0 ? tau - 1 : tau);

export function gradient({ centre, logScale, upper }: Params): Params {
  const g: Params = { centre: { slope: 0, level: 0 }, logScale: 0, upper: { slope: 0, level: 0 } };
  const share = 1 / observations.length;
  const scale = Math.exp(logScale);
  for (const { dose, response } of observations) {
    const u = (response - at(centre, dose)) / scale;
    const du = share * huberSlope(u);
    g.centre.level -= du / scale;
    g.centre.slope -= (du * dose) / scale;
    g.logScale += share - du * u;

    const dr = share * pinballSlope(response - at(upper, dose));
    g.upper.level -= dr;
    g.upper.slope -= dr * dose;
  }
  return g;
}

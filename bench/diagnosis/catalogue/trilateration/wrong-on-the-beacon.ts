import { beacons, cutoff, distance, excess, trust } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export const gradient = (p: Params): Params => {
  const errors = beacons.map((_, k) => {
    const r = excess(p, k);
    return r / (1 + (r / cutoff) ** 2);
  });
  const position = p.position.map((v, axis) =>
    errors.reduce((sum, e, k) => {
      const far = distance(p, beacons[k]);
      return sum + (e * (v - beacons[k].at[axis])) / far;
    }, 0),
  );
  return {
    position,
    clock: errors.reduce((a, b) => a + b),
    delays: errors.map((e, k) => e + 2 * trust * p.delays[k]),
  };
};

import { beacons, distance, excess, trust } from './loss.js';
import type { Params } from './loss.js';

export { loss, params } from './loss.js';

export const gradient = (p: Params): Params => {
  const errors = beacons.map((_, k) => {
    return excess(p, k);
  });
  const position = p.position.map((v, axis) =>
    errors.reduce((sum, e, k) => {
      const far = distance(p, beacons[k]);
      return far === 0 ? sum : sum + (e * (v - beacons[k].at[axis])) / far;
    }, 0),
  );
  return {
    position,
    clock: errors.reduce((a, b) => a + b),
    delays: errors.map((e, k) => e + trust * p.delays[k]),
  };
};

import { splitByRoom } from './difference-gradient.js';
import type { HessianDomain } from './hessian-domain.js';

/** Entries are multiples of this share of their typical size: x + h·v has no rounding then, in float32 neither. */
const GRAIN = 128;

/** A share of a typical size, 0.5 to 1.5. */
export function drawShare(random: () => number): number {
  return (GRAIN / 2 + Math.floor(random() * (GRAIN + 1))) / GRAIN;
}

/** A random direction: each active entry by 0.5 to 1.5 times its typical size, to the inside where a bound is near. */
export function drawDirection(domain: HessianDomain, random: () => number): Float64Array {
  const drawn = new Float64Array(domain.point.length);
  for (const i of domain.active) drawn[i] = (random() < 0.5 ? -1 : 1) * drawShare(random) * domain.scales[i];
  const inward = new Float64Array(drawn.length);
  for (const { part } of splitByRoom(domain, drawn)) part.forEach((v, i) => void (inward[i] += v));
  return inward;
}

import { distance, links, norm2, stretch } from './loss.js';
import type { Params, Place } from './loss.js';

export { loss, params } from './loss.js';

/** Adds d times the gradient of the distance by its first point. */
function addDistance(into: Place, u: Place, v: Place, d: number): void {
  const slope = 1 / Math.sqrt(stretch(u, v) ** 2 - 1);
  const outer = 1 - norm2(v);
  const inner = 1 - norm2(u);
  for (const k of [0, 1]) {
    const dGap = (4 * (u[k] - v[k])) / (inner * outer);
    into[k] += d * slope * dGap;
  }
}

export function gradient({ place, steepness }: Params): Params {
  const g: Params = { place: place.map(() => [0, 0]), steepness: 0 };
  const add = (one: number, other: number, d: number): void => {
    g.steepness += d * distance(place[one], place[other]);
    addDistance(g.place[one], place[one], place[other], d * steepness);
    addDistance(g.place[other], place[other], place[one], d * steepness);
  };
  for (const [child, parent, strangers] of links) {
    const weigh = (other: number): number => Math.exp(-steepness * distance(place[child], place[other]));
    const partition = weigh(parent) + strangers.reduce((sum, other) => sum + weigh(other), 0);
    add(child, parent, 1 - weigh(parent) / partition);
    for (const other of strangers) add(child, other, -weigh(other) / partition);
  }
  return g;
}

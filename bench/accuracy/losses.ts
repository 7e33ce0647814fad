import { createRandom } from '../../src/numdiff/random.js';
import { float64 } from './arithmetic/float.js';
import { reverseGradient } from './arithmetic/tape.js';
import type { Case } from './corpus/index.js';

/** The loss that is differenced. */
export function lossOf(test: Case, seed: number): (x: Float64Array) => number {
  if (test.loss) return test.loss(createRandom(seed + 7));
  return (x) => test.formula(float64, Array.from(x));
}

/** The gradient a user would hand in. */
export function claimOf(test: Case, x: Float64Array): Float64Array {
  return Float64Array.from(test.claim?.(x) ?? reverseGradient(float64, test.formula, Array.from(x)));
}

/** The case's own point first, then points around it: each entry moved by a random share of its size. */
export function pointsOf(test: Case, count: number, seed: number): Float64Array[] {
  const random = createRandom(seed);
  const shifts = test.jitter === 0 ? 1 : count;
  return Array.from({ length: shifts }, (_, k) => movePoint(test, k === 0 ? 0 : (test.jitter ?? JITTER), random));
}

/** Jittered points lie closer and further than the case's further points by these factors. */
const SPREADS = [0.1, 1, 3];
const JITTER = 0.1;

/**
 * Points of a case away from its own, close to it and far. Those made for one point, at a kink, a jump or a zero, are
 * moved too: the kink is then somewhere nearby. Points at which the loss has no value are left out, and so are cases
 * whose gradient was written for their own point.
 */
export function jitteredPoints(test: Case, count: number, seed: number): Float64Array[] {
  if (test.isKink && test.claim) return [];
  const random = createRandom(seed);
  const points = Array.from({ length: count }, (_, k) =>
    movePoint(test, (test.jitter || JITTER) * SPREADS[k % SPREADS.length], random),
  );
  return points.filter(
    (point) => Number.isFinite(lossOf(test, seed)(point)) && claimOf(test, point).every(Number.isFinite),
  );
}

function movePoint({ point, bounds, hasFloat32Point }: Case, share: number, random: () => number): Float64Array {
  return Float64Array.from(point, (x, i) => {
    const moved = share === 0 ? x : x + (Math.abs(x) || 1) * share * (2 * random() - 1);
    const [lower, upper] = bounds?.[i] ?? [-Infinity, Infinity];
    const inside = Math.min(Math.max(moved, lower), upper);
    return hasFloat32Point ? Math.fround(inside) : inside;
  });
}

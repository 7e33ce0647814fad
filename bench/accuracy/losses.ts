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
  const { point, jitter = 0.1, bounds, hasFloat32Point } = test;
  const random = createRandom(seed);
  const shifts = jitter === 0 ? 1 : count;
  return Array.from({ length: shifts }, (_, k) =>
    Float64Array.from(point, (x, i) => {
      const moved = k === 0 ? x : x + (Math.abs(x) || 1) * jitter * (2 * random() - 1);
      const [lower, upper] = bounds?.[i] ?? [-Infinity, Infinity];
      const inside = Math.min(Math.max(moved, lower), upper);
      return hasFloat32Point ? Math.fround(inside) : inside;
    }),
  );
}

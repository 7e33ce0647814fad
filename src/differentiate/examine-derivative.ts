import { gradientOf } from '../autodiff/sweep.js';
import { checkDirection, randomDirection } from '../check/check-direction.js';
import { typicalSizes } from '../check/typical-sizes.js';
import type { Tape } from '../model/tape.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { createRandom, measureNoise, nearestPowerOfTwo, RULE, type Asking } from '../numdiff/index.js';

/** How a recording compares with the plain loss. */
export type Examination =
  /** Equal values, and a derivative that agrees with differences. */
  | { readonly kind: 'agrees' }
  /** Nothing to hold it against: random numbers in the loss, noise, a kink, values that are not finite. */
  | { readonly kind: 'undecided' }
  | { readonly kind: 'differs'; readonly reason: string };

const DIRECTIONS = 2;

/**
 * Holds a recording against the loss on plain numbers: the value must be the same to the last bit, and the derivative
 * along random directions must agree with calibrated differences. What code that is not followed did to the derivative
 * shows here, even where it left no other trace.
 */
export function* examineDerivative(layout: TreeLayout, point: Float64Array, tape: Tape): Asking<Examination> {
  const loss = tape.result;
  if (!Number.isFinite(loss)) return { kind: 'undecided' };
  const [value, again] = yield [{ point }, { point }];
  // A loss that draws random numbers is another function each time.
  if (value !== again) return { kind: 'undecided' };
  if (value !== loss)
    return { kind: 'differs', reason: `it comes to ${loss} where it is followed, and to ${value} else` };
  const gradient = gradientOf(tape);
  const scales = typicalSizes(point, undefined).sizes.map(nearestPowerOfTwo);
  const isFloat32 = float32Test(layout);
  const random = createRandom(1);
  const noise = yield* measureNoise({ point, scaleAt: (i) => scales[i], isFloat32, claimed: gradient, random }, loss);
  let agreed = 0;
  for (let i = 0; i < DIRECTIONS; i++) {
    const direction = randomDirection(scales, random);
    const problem = { point, loss, gradient, direction, noise, isFloat32, rule: RULE };
    const { verdict, claimed, numeric } = yield* checkDirection(problem);
    if (verdict === 'fail') {
      const figures = `${claimed.toPrecision(6)} against ${numeric.toPrecision(6)} along a random direction`;
      return { kind: 'differs', reason: `its derivative disagrees with finite differences (${figures})` };
    }
    if (verdict === 'pass') agreed++;
  }
  return { kind: agreed === DIRECTIONS ? 'agrees' : 'undecided' };
}

function float32Test({ leaves }: TreeLayout): (i: number) => boolean {
  const places = leaves.filter(({ storage }) => storage === 'float32');
  return (i) => places.some(({ offset, size }) => i >= offset && i < offset + size);
}

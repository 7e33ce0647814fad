import type { EntrySettings } from '../model/entry-settings.js';
import type { Objective } from '../model/objective.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { areEqual, difference, observeCalls, type ObservedCalls, type ObservedGradient } from './observe-calls.js';
import { changingPaths } from './observe-state.js';
import { pointNearby } from './point-nearby.js';

/** The gradient in the order of `observeCalls`. */
export async function observeGradient(
  objective: Objective,
  layout: TreeLayout,
  point: Float64Array,
  loss: number,
  settings: EntrySettings,
  random: () => number,
): Promise<ObservedGradient> {
  const calls: ObservedCalls = {
    claim: (at) => objective.gradient(at),
    loss: (at) => objective.loss(at),
    changing: (claims) => changingPaths(layout, claims),
    fitsElsewhere: (elsewhere, claimed) => fitsElsewhere(objective, layout, settings, point, elsewhere, claimed),
  };
  return observeCalls(calls, { point, loss, elsewhere: pointNearby(layout, point, settings, random) });
}

/**
 * The gradient at the point once more, after the check has called the loss in its own order; null where it says what it
 * said before. A gradient that keeps something between calls may have been right so far.
 */
export async function observeLateGradient(
  objective: Objective,
  point: Float64Array,
  before: Float64Array,
): Promise<Float64Array | null> {
  const { gradient } = await objective.gradient(point);
  return areEqual(gradient, before) ? null : gradient;
}

/** Distances, in units of that of the other point, at which the gradient is compared with differences. */
const LENGTHS = [4, 3.5, 3, 2.5];
const LENGTHS_FLOAT32 = [36, 32, 28, 24];

/**
 * Whether a gradient that is the same at both points fits the loss at the other one too, as that of a linear loss does:
 * along the line between the points the errors of central differences are of the same order at both. A stale gradient
 * errs by 2t·aᵀHa at the other point t steps a further on, a right one by t³ times a cube of the small a: far enough out
 * the rounding of float32 hides neither, and sums over several steps keep one lucky rounding from counting.
 */
async function fitsElsewhere(
  objective: Objective,
  layout: TreeLayout,
  settings: EntrySettings,
  point: Float64Array,
  elsewhere: Float64Array,
  gradient: Float64Array,
): Promise<boolean> {
  const along = difference(elsewhere, point);
  const lengths = layout.leaves.some((leaf) => leaf.storage === 'float32') ? LENGTHS_FLOAT32 : LENGTHS;
  let largest = 0;
  const errorAround = async (center: Float64Array): Promise<number> => {
    let total = 0;
    for (const length of lengths) {
      const { plus, minus } = bothWays(layout, settings, center, along, length);
      const values = [await objective.loss(plus), await objective.loss(minus)];
      const predicted = gradient.reduce((sum, g, i) => sum + g * (plus[i] - minus[i]), 0);
      total += Math.abs(values[0] - values[1] - predicted);
      largest = Math.max(largest, ...values.map(Math.abs));
    }
    return total;
  };
  try {
    const atPoint = await errorAround(point);
    const atOther = await errorAround(elsewhere);
    return !(atOther > 10 * atPoint + 1e-12 * largest);
  } catch {
    return true;
  }
}

/** center ± length·along as the parameters store it; entries that would leave the bounds stay where they are. */
function bothWays(
  layout: TreeLayout,
  { lower, upper }: EntrySettings,
  center: Float64Array,
  along: Float64Array,
  length: number,
): { plus: Float64Array; minus: Float64Array } {
  const plus = center.slice();
  const minus = center.slice();
  for (const leaf of layout.leaves) {
    const store = leaf.storage === 'float32' ? Math.fround : (value: number) => value;
    for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) {
      const [up, down] = [store(center[i] + length * along[i]), store(center[i] - length * along[i])];
      if (Math.max(up, down) > (upper?.[i] ?? Infinity) || Math.min(up, down) < (lower?.[i] ?? -Infinity)) continue;
      plus[i] = up;
      minus[i] = down;
    }
  }
  return { plus, minus };
}

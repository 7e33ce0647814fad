import type { EntrySettings } from '../model/entry-settings.js';
import type { Objective } from '../model/objective.js';

/** The claimed gradient, and how the function that made it behaves when it is called again. */
export interface ObservedGradient {
  readonly claimed: Float64Array;
  /** Largest difference of an entry between calls at the same point, where there is one that is not accumulation. */
  readonly spread?: Float64Array;
  /** The gradient grows from call to call: a buffer is never cleared. */
  readonly isAccumulated: boolean;
  /** The same object came back from another point. */
  readonly reusesBuffer: boolean;
  readonly isDeterministic: boolean;
}

/** Relative distance of the other point: far enough to change the gradient, near enough to stay in the domain. */
const ELSEWHERE = 1e-3;
/** Relative rounding allowed where sums of gradients are compared. */
const ROUNDING = 1e-6;

/**
 * Calls the gradient at the point, at another one, and at the point again: a gradient that depends only on its
 * arguments gives the same numbers. Where a buffer accumulates (third = first + second) what the last call gave is
 * checked, as that is what an optimiser would see from the second step on.
 */
export async function observeGradient(
  objective: Objective,
  point: Float64Array,
  settings: EntrySettings,
  random: () => number,
): Promise<ObservedGradient> {
  const first = await objective.gradient(point);
  const elsewhere = await gradientElsewhere(objective, point, settings, random);
  const again = await objective.gradient(point);
  const reusesBuffer =
    first.returned !== null && typeof first.returned === 'object' && first.returned === again.returned;
  const observed = { reusesBuffer, isAccumulated: false, isDeterministic: true, claimed: first.gradient };
  if (again.gradient.every((value, i) => Object.is(value, first.gradient[i]))) return observed;
  const accumulates = again.gradient.every((value, i) => {
    const sum = first.gradient[i] + (elsewhere?.[i] ?? first.gradient[i]);
    return Math.abs(value - sum) <= ROUNDING * Math.max(Math.abs(value), Math.abs(sum));
  });
  if (accumulates) return { ...observed, isDeterministic: false, isAccumulated: true, claimed: again.gradient };
  const spread = again.gradient.map((value, i) => Math.abs(value - first.gradient[i]));
  return { ...observed, isDeterministic: false, spread };
}

/** The gradient at a point nearby, or null where it cannot be had. */
async function gradientElsewhere(
  objective: Objective,
  point: Float64Array,
  { lower, upper }: EntrySettings,
  random: () => number,
): Promise<Float64Array | null> {
  const other = point.map((x, i) => {
    const moved = x + (Math.abs(x) || 1) * ELSEWHERE * (random() - 0.5);
    return Math.min(Math.max(moved, lower?.[i] ?? -Infinity), upper?.[i] ?? Infinity);
  });
  try {
    return (await objective.gradient(other)).gradient;
  } catch {
    return null;
  }
}

import type { EntrySettings } from '../model/entry-settings.js';
import type { Objective } from '../model/objective.js';
import { findCommonStorage, findSharedStorage } from '../model/storage.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { changingPaths, observeState } from './observe-state.js';
import { pointNearby } from './point-nearby.js';

/** How the gradient function behaves when it is called again. */
export type GradientHabit =
  | 'pure'
  /** Each call adds to what the call before returned. */
  | 'accumulates'
  /** It gives the gradient of an earlier point: of the call before, or of the first. */
  | 'stale'
  /** It is that of, or is computed in part from, the point at which the loss was evaluated last. */
  | 'follows-loss'
  /** Part of it belongs to the point at which the gradient itself was called last. */
  | 'follows-call'
  /** Each call adds to a share of what the call before returned: a momentum, a running mean. */
  | 'runs'
  /** Other numbers at the same point, without a pattern. */
  | 'varies';

/** The claimed gradient, and what repeated calls showed. */
export interface ObservedGradient {
  /** What is checked first. */
  readonly claimed: Float64Array;
  /** What another call gave at the same point, where that differs: it must be right as well. */
  readonly alternative?: Float64Array;
  /** Largest difference between calls at the same point, where the loss varies too. */
  readonly spread?: Float64Array;
  readonly habit: GradientHabit;
  /** The parameters whose gradient changed from call to call, where some did. */
  readonly changing?: readonly string[];
  /** The share that a running sum keeps. */
  readonly keptShare?: number;
  /** Memory came back from one call that had come back from another. */
  readonly reusesBuffer: boolean;
  /** Two parameters whose gradients share memory. */
  readonly shared: [string, string] | null;
  /** The loss at the point when it was asked again after other points. */
  readonly lossAgain: number;
}

/** Relative rounding allowed where sums of gradients are compared. */
const ROUNDING = 1e-6;

/**
 * Calls the gradient at the point, after a loss elsewhere at the point again, elsewhere, and once more at the point: a
 * gradient that depends only on its arguments gives the same numbers each time.
 */
export async function observeGradient(
  objective: Objective,
  layout: TreeLayout,
  point: Float64Array,
  loss: number,
  settings: EntrySettings,
  random: () => number,
): Promise<ObservedGradient> {
  const { first, shared, second, reusesBuffer, elsewhere } = await callTwice(
    objective,
    layout,
    point,
    settings,
    random,
  );
  const there = elsewhere && (await quietly(gradientAt(objective, elsewhere, first)));
  const last = await gradientAt(objective, point, first);
  const lossAgain = await objective.loss(point);
  const common = { reusesBuffer, shared, lossAgain };
  const claims = [first, second, last];
  if (second === first && last === first) {
    const isStale =
      elsewhere !== null &&
      there === first &&
      !(await fitsElsewhere(objective, layout, settings, point, elsewhere, first));
    return { ...common, claimed: first, habit: isStale ? 'stale' : 'pure' };
  }
  if (loss !== lossAgain) {
    const spread = claims[0].map((value, i) =>
      Math.max(Math.abs(claims[1][i] - value), Math.abs(claims[2][i] - value)),
    );
    return { ...common, claimed: claims[0], spread, habit: 'varies' };
  }
  const leansOnLoss = areEqual(claims[1], claims[2]) && (await returnsAfterLoss(objective, point, claims[0]));
  const pattern = leansOnLoss ? 'follows-loss' : habitOf(claims, there);
  const state = pattern === 'varies' ? await observeState(objective, point, there && elsewhere) : null;
  const told = {
    ...common,
    habit: state?.kind ?? pattern,
    changing: changingPaths(layout, claims),
    ...(state?.kind === 'runs' ? { keptShare: state.factor } : {}),
  };
  if (pattern === 'follows-loss') {
    // In the order a training loop has (loss, then gradient) it may be right; that is what is checked.
    return { ...told, claimed: claims[0] };
  }
  return { ...told, claimed: claims[2], alternative: areEqual(claims[0], claims[2]) ? claims[1] : claims[0] };
}

/** Twice at the point, with a loss elsewhere in between; null where there is none. Keeps nothing of what was returned. */
async function callTwice(
  objective: Objective,
  layout: TreeLayout,
  point: Float64Array,
  settings: EntrySettings,
  random: () => number,
): Promise<{
  first: Float64Array;
  second: Float64Array;
  shared: [string, string] | null;
  reusesBuffer: boolean;
  elsewhere: Float64Array | null;
}> {
  const { gradient: first, returned } = await objective.gradient(point);
  const nearby = pointNearby(layout, point, settings, random);
  const elsewhere = (await succeeds(objective.loss(nearby))) ? nearby : null;
  const again = await objective.gradient(point);
  return {
    first,
    second: sameOr(first, again.gradient),
    shared: findSharedStorage(returned),
    reusesBuffer: findCommonStorage(returned, again.returned) !== null,
    elsewhere,
  };
}

/** Where calls agree, as they should, one copy of the numbers stands for all: there may be many. */
function sameOr(known: Float64Array, found: Float64Array): Float64Array {
  return areEqual(known, found) ? known : found;
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

/** Whether the gradient is what it was after the loss at the same point, once the loss was there again, and stays so. */
async function returnsAfterLoss(objective: Objective, point: Float64Array, before: Float64Array): Promise<boolean> {
  await objective.loss(point);
  const again = [await objective.gradient(point), await objective.gradient(point)];
  return again.every(({ gradient }) => areEqual(gradient, before));
}

function habitOf([first, second, last]: readonly Float64Array[], there: Float64Array | null): GradientHabit {
  // The buffer of one parameter may be left uncleared while the others are made anew.
  const changes = (i: number): boolean => first[i] !== second[i];
  if (there === null)
    return areSums(last, [first, second], changes) || areSums(second, [first, first], changes)
      ? 'accumulates'
      : 'varies';
  const [atPoint, away] = [difference(last, there), difference(there, second)];
  // Between the first two calls lies a loss elsewhere: a function that gives both has added that gradient as well.
  const step = difference(second, first);
  if (areSums(step, [atPoint], changes) || areSums(step, [atPoint, away], changes)) return 'accumulates';
  if (areEqual(second, there) && areEqual(there, last)) return 'follows-loss';
  return areEqual(second, there) ? 'stale' : 'varies';
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

async function gradientAt(objective: Objective, point: Float64Array, known: Float64Array): Promise<Float64Array> {
  return sameOr(known, (await objective.gradient(point)).gradient);
}

async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return (await quietly(attempt)) !== null;
}

async function quietly<Value>(attempt: Promise<Value>): Promise<Value | null> {
  try {
    return await attempt;
  } catch {
    return null;
  }
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  return a === b || a.every((value, i) => Object.is(value, b[i]) || value === b[i]);
}

function areSums(total: Float64Array, parts: readonly Float64Array[], counts: (i: number) => boolean): boolean {
  let hasSize = false;
  const fits = total.every((value, i) => {
    if (!counts(i)) return true;
    const sum = parts.reduce((s, part) => s + part[i], 0);
    hasSize ||= value !== 0;
    return Math.abs(value - sum) <= ROUNDING * Math.max(Math.abs(value), ...parts.map((part) => Math.abs(part[i])));
  });
  return fits && hasSize;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}

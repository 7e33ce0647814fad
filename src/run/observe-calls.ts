import type { GradientValue } from '../model/objective.js';
import { findCommonStorage, findSharedStorage } from '../model/storage.js';
import { observeState } from './observe-state.js';

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
  /** It is another one at another point. */
  readonly changesElsewhere: boolean;
  /** Two parameters whose gradients share memory. */
  readonly shared: [string, string] | null;
  /** The loss at the point when it was asked again after other points. */
  readonly lossAgain: number;
}

/** Relative rounding allowed where sums of gradients are compared. */
const ROUNDING = 1e-6;

/** What is asked for, and what else is called in between. */
export interface ObservedCalls {
  claim(point: Float64Array): Promise<Pick<GradientValue, 'gradient' | 'returned'>>;
  loss(point: Float64Array): Promise<number>;
  /** The parameters in which claims at one point differ. */
  changing?(claims: readonly Float64Array[]): readonly string[];
  /** Whether what is the same at another point as at the first is right there too. */
  fitsElsewhere(elsewhere: Float64Array, claimed: Float64Array): Promise<boolean>;
}

/** Two points: that of the check, with the loss there, and another one. */
export interface TwoPoints {
  readonly point: Float64Array;
  readonly loss: number;
  readonly elsewhere: Float64Array;
}

/**
 * Calls a function at the point, after a loss elsewhere at the point again, elsewhere, and once more at the point: one that
 * depends only on its arguments gives the same numbers each time.
 */
export async function observeCalls(
  calls: ObservedCalls,
  { point, loss, elsewhere }: TwoPoints,
): Promise<ObservedGradient> {
  const { first, shared, second, reusesBuffer, elsewhere: other } = await callTwice(calls, point, elsewhere);
  const there = other && (await quietly(claimAt(calls, other, first)));
  const last = await claimAt(calls, point, first);
  const lossAgain = await calls.loss(point);
  const common = { reusesBuffer, shared, lossAgain, changesElsewhere: there !== null && there !== first };
  const claims = [first, second, last];
  if (second === first && last === first) {
    const isStale = there === first && !(await calls.fitsElsewhere(elsewhere, first));
    return { ...common, claimed: first, habit: isStale ? 'stale' : 'pure' };
  }
  if (loss !== lossAgain) {
    const spread = claims[0].map((value, i) =>
      Math.max(Math.abs(claims[1][i] - value), Math.abs(claims[2][i] - value)),
    );
    return { ...common, claimed: claims[0], spread, habit: 'varies' };
  }
  const leansOnLoss = areEqual(claims[1], claims[2]) && (await returnsAfterLoss(calls, point, claims[0]));
  const pattern = leansOnLoss ? 'follows-loss' : habitOf(claims, there);
  const state = pattern === 'varies' ? await observeState(calls, point, there && elsewhere) : null;
  const told = {
    ...common,
    habit: state?.kind ?? pattern,
    changing: calls.changing?.(claims),
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
  calls: ObservedCalls,
  point: Float64Array,
  nearby: Float64Array,
): Promise<{
  first: Float64Array;
  second: Float64Array;
  shared: [string, string] | null;
  reusesBuffer: boolean;
  elsewhere: Float64Array | null;
}> {
  const { gradient: first, returned } = await calls.claim(point);
  const elsewhere = (await succeeds(calls.loss(nearby))) ? nearby : null;
  const again = await calls.claim(point);
  return {
    first,
    second: sameOr(first, again.gradient),
    shared: findSharedStorage(returned),
    reusesBuffer: findCommonStorage(returned, again.returned) !== null,
    elsewhere,
  };
}

async function claimAt(calls: ObservedCalls, point: Float64Array, known: Float64Array): Promise<Float64Array> {
  return sameOr(known, (await calls.claim(point)).gradient);
}

/** Where calls agree, as they should, one copy of the numbers stands for all: there may be many. */
function sameOr(known: Float64Array, found: Float64Array): Float64Array {
  return areEqual(known, found) ? known : found;
}

/** Whether the gradient is what it was after the loss at the same point, once the loss was there again, and stays so. */
async function returnsAfterLoss(calls: ObservedCalls, point: Float64Array, before: Float64Array): Promise<boolean> {
  await calls.loss(point);
  const again = [await calls.claim(point), await calls.claim(point)];
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

export function areEqual(a: Float64Array, b: Float64Array): boolean {
  return a === b || a.every((value, i) => Object.is(value, b[i]) || value === b[i]);
}

function areSums(total: Float64Array, parts: readonly Float64Array[], counts: (i: number) => boolean): boolean {
  let hasSize = false;
  const fits = total.every((value, i) => {
    if (!counts(i)) return true;
    const sum = parts.reduce((s, part) => s + part[i], 0);
    const rounding = ROUNDING * Math.max(Math.abs(value), ...parts.map((part) => Math.abs(part[i])));
    // Within the rounding of the parts anything is their sum: so is the drift of a solver that starts where it ended.
    hasSize ||= Math.abs(value) > 2 * rounding;
    return Math.abs(value - sum) <= rounding;
  });
  return fits && hasSize;
}

export function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}

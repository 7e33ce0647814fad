import type { Leaf } from '../../model/tree-layout.js';
import { createRandom, type Asking } from '../../numdiff/index.js';
import type { EntryVerdict } from '../report.js';
import { rangeOf } from './list-blocks.js';
import { isSuspicious, locateErrors } from './locate-errors.js';
import type { Moves } from './moves.js';
import type { Measured, Range } from './range-tester.js';
import { DIRECTIONS, measureOnce, type ScreenContext } from './screen-block.js';

/** Fresh directions for what is left of a parameter when wrong entries have been taken out of it. */
const MOST_ROUNDS = 4;
/** Entries looked at by themselves before halving: a mistake that shows in half of them is everywhere. */
const PROBES = 4;
const DENSE = PROBES / 2;
/** Entries that speak for a parameter in which errors are everywhere, and which is too large to look at each. */
const EXAMPLES = 32;
/** Evaluations that an entry takes. */
const EVALUATIONS_PER_ENTRY = 4;

/** What became of the entries of a parameter that were not looked at one by one. */
export interface LeafOutcome {
  /** Those measurements that the outcome rests on. */
  readonly measured: readonly Measured[];
  /**
   * `agrees`: covered by directions. `hidden`: the bound is too large to say. `unexplained`: a direction disagrees, and no
   * entry does. `open`: errors were found, and there may be more. `unlocated`: a direction is wrong beyond doubt, and there
   * were no evaluations left to look for the entries.
   */
  readonly kind: 'agrees' | 'hidden' | 'unexplained' | 'open' | 'unlocated';
}

/** What a search takes from the check of a point. */
export interface SearchContext extends ScreenContext {
  readonly moves: Moves;
  /** Decides an entry by the full rule and takes it out of all further directions. */
  checkEntry(i: number): Asking<EntryVerdict>;
  /** Whether a gradient is wrong beyond doubt, by directions alone. */
  isBeyondDoubt(measured: readonly Measured[]): boolean;
  /** Evaluations that are left. */
  left(): number;
  /** Time is not up. */
  mayGoOn(): boolean;
}

/** A few entries of a parameter along which a direction disagrees: how many of them do so as well. */
export function* probeLeaf(context: SearchContext, leaf: Leaf): Asking<number> {
  return yield* checkSome(context, rangeOf(leaf), PROBES);
}

/**
 * Narrows down what disagrees in a parameter to single entries. When wrong ones are found the others are looked at along a
 * fresh direction, until it agrees.
 * @param probed how many of the few entries looked at first disagree
 */
export function* searchLeaf(
  context: SearchContext,
  leaf: Leaf,
  first: readonly Measured[],
  probed: number,
): Asking<LeafOutcome> {
  const range = rangeOf(leaf);
  if (probed >= DENSE) {
    const { isComplete } = yield* lookEverywhere(context, range);
    return { measured: [], kind: isComplete ? 'agrees' : 'open' };
  }
  let measured = probed > 0 && canGoOn(context) ? yield* measureOnce(context, range, DIRECTIONS) : first;
  let found = probed;
  let spent = 0;
  for (let round = 1; round <= MOST_ROUNDS && measured.some(isSuspicious) && canGoOn(context); round++) {
    const before = context.left();
    const looked = yield* lookInside(context, range, worstOf(measured), spent);
    if (looked.isComplete) return { measured: [], kind: 'agrees' };
    found += looked.found;
    spent += before - context.left();
    if (context.left() <= 0) break;
    measured = yield* measureOnce(context, range, DIRECTIONS + round);
  }
  if (!measured.some(isSuspicious))
    return { measured, kind: measured.every((one) => context.isVisible(one)) ? 'agrees' : 'hidden' };
  if (found > 0) return { measured, kind: 'open' };
  const isWrong = context.left() <= 0 && context.isBeyondDoubt(measured);
  return { measured, kind: isWrong ? 'unlocated' : 'unexplained' };
}

interface Found {
  /** Entries that are wrong, or kinks: what makes a direction disagree. */
  readonly found: number;
  /** Every entry was looked at. */
  readonly isComplete: boolean;
}

function canGoOn({ mayGoOn, left }: SearchContext): boolean {
  return mayGoOn() && left() > 0;
}

function worstOf(measured: readonly Measured[]): Measured {
  return measured.reduce((a, b) => (Math.abs(b.residual) / b.bound > Math.abs(a.residual) / a.bound ? b : a));
}

/** Halving; or every entry, once halving has cost as much as that would: in the end at most twice what was needed. */
function* lookInside(context: SearchContext, range: Range, worst: Measured, spent: number): Asking<Found> {
  if (spent > 0 && costOf(range) <= Math.min(spent, context.left())) return yield* checkAll(context, range);
  const ranges = yield* locateErrors(context.tester, worst, () => canGoOn(context));
  let found = 0;
  for (const few of ranges) found += (yield* checkAll(context, few)).found;
  return { found, isComplete: false };
}

/** Every entry where that may be; else some, which tell the mistake. */
function* lookEverywhere(context: SearchContext, range: Range): Asking<Found> {
  if (costOf(range) <= context.left()) return yield* checkAll(context, range);
  return { found: yield* checkSome(context, range, EXAMPLES), isComplete: false };
}

function costOf({ from, to }: Range): number {
  return EVALUATIONS_PER_ENTRY * (to - from);
}

function* checkAll(context: SearchContext, { from, to }: Range): Asking<Found> {
  let found = 0;
  for (let i = from; i < to; i++) {
    if (!context.moves.isMoving(i)) continue;
    if (!canGoOn(context)) return { found, isComplete: false };
    found += (yield* disagrees(context, i)) ? 1 : 0;
  }
  return { found, isComplete: true };
}

/** Some entries, one from each of equal parts of the range. */
function* checkSome(context: SearchContext, { from, to }: Range, count: number): Asking<number> {
  const random = createRandom(context.seed + from);
  let found = 0;
  for (let k = 0; k < count && canGoOn(context); k++) {
    const i = from + Math.floor(((k + random()) * (to - from)) / count);
    if (context.moves.isMoving(i)) found += (yield* disagrees(context, i)) ? 1 : 0;
  }
  return found;
}

function* disagrees(context: SearchContext, i: number): Asking<boolean> {
  const verdict = yield* context.checkEntry(i);
  return verdict === 'fail' || verdict === 'kink';
}

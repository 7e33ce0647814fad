import type { TreeLayout } from '../../model/tree-layout.js';
import { createRandom, type Asking } from '../../numdiff/index.js';
import type { EntryVerdict } from '../report.js';
import { isSuspicious, locateErrors } from './locate-errors.js';
import type { Moves } from './moves.js';
import type { Measured, Range, RangeTester } from './range-tester.js';

/** Directions along which a block is looked at. */
export const DIRECTIONS = 2;
/** Fresh directions for what is left of a block when wrong entries have been taken out of it. */
const MOST_ROUNDS = 4;
/** Entries looked at by themselves before halving: a mistake that shows in half of them is everywhere. */
const PROBES = 4;
const DENSE = PROBES / 2;
/** Entries that speak for a block in which errors are everywhere, and which is too large to look at each. */
const EXAMPLES = 32;
/** Evaluations that an entry takes. */
const EVALUATIONS_PER_ENTRY = 4;

/** What became of the entries of a block that were not looked at one by one. */
export type BlockOutcome = Range & {
  /** Those measurements that the outcome rests on. */
  readonly measured: readonly Measured[];
  /**
   * `agrees`: covered by directions. `hidden`: the bound is too large to say. `unexplained`: a direction disagrees, and no
   * entry does. `open`: errors were found, and there may be more.
   */
  readonly kind: 'agrees' | 'hidden' | 'unexplained' | 'open';
};

/** What a check of blocks takes from the check of a point. */
export interface BlockContext {
  readonly tester: RangeTester;
  readonly moves: Moves;
  readonly layout: TreeLayout;
  readonly seed: number;
  /** Decides an entry by the full rule and takes it out of all further directions. */
  checkEntry(i: number): Asking<EntryVerdict>;
  /** Told where a claim is too small to be seen in noise, or large enough. */
  isVisible(measured: Measured): boolean;
  /** Evaluations that are left. */
  left(): number;
  /** Time is not up. */
  mayGoOn(): boolean;
}

/**
 * Checks the entries of a range along random directions, and narrows down what disagrees to single entries. When wrong
 * ones are found the others are looked at along a fresh direction, until it agrees.
 */
export function* checkBlock(context: BlockContext, range: Range): Asking<BlockOutcome> {
  const { tester, seed } = context;
  let measured = yield* measureAlong(tester, range, seed, DIRECTIONS);
  let hasFound = false;
  let spent = 0;
  for (let round = 0; round < MOST_ROUNDS && measured.some(isSuspicious); round++) {
    if (!context.mayGoOn()) break;
    const before = context.left();
    const probed = round === 0 && !isSmall(range) ? yield* checkSome(context, range, PROBES) : 0;
    const search = probed >= DENSE ? lookEverywhere : lookInside;
    const { found, isComplete } = yield* search(context, range, worstOf(measured), spent);
    hasFound ||= probed + found > 0;
    spent += before - context.left();
    if (isComplete) return { ...range, measured: [], kind: 'agrees' };
    if (search === lookEverywhere) break;
    measured = yield* measureAlong(tester, range, seed + DIRECTIONS + round, 1);
  }
  const rest = measured.some(isSuspicious) ? (hasFound ? 'open' : 'unexplained') : null;
  return { ...range, measured, kind: rest ?? (measured.every(context.isVisible) ? 'agrees' : 'hidden') };
}

interface Found {
  /** Entries that are wrong, or kinks: what makes a direction disagree. */
  readonly found: number;
  /** Every entry of the block was looked at. */
  readonly isComplete: boolean;
}

function* measureAlong(tester: RangeTester, range: Range, seed: number, count: number): Asking<Measured[]> {
  const measured: Measured[] = [];
  for (let k = 0; k < count; k++) {
    const one = yield* tester.measure(range, seed + k);
    if (one) measured.push(one);
  }
  return measured;
}

function worstOf(measured: readonly Measured[]): Measured {
  return measured.reduce((a, b) => (Math.abs(b.residual) / b.bound > Math.abs(a.residual) / a.bound ? b : a));
}

function isSmall({ from, to }: Range): boolean {
  return to - from <= PROBES * PROBES;
}

/** Halving; or every entry, once halving has cost as much as that would: in the end at most twice what was needed. */
function* lookInside(context: BlockContext, range: Range, worst: Measured, spent: number): Asking<Found> {
  if (spent > 0 && costOf(range) <= Math.min(spent, context.left())) return yield* checkAll(context, range);
  const { tester, layout, mayGoOn } = context;
  const { ranges } = yield* locateErrors(tester, worst, layout, () => mayGoOn() && context.left() > 0);
  let found = 0;
  for (const few of ranges) found += (yield* checkAll(context, few)).found;
  return { found, isComplete: false };
}

/** Every entry where that may be; else some, which tell the mistake. */
function* lookEverywhere(context: BlockContext, range: Range): Asking<Found> {
  if (costOf(range) <= context.left()) return yield* checkAll(context, range);
  return { found: yield* checkSome(context, range, EXAMPLES), isComplete: false };
}

function costOf({ from, to }: Range): number {
  return EVALUATIONS_PER_ENTRY * (to - from);
}

function* checkAll(context: BlockContext, { from, to }: Range): Asking<Found> {
  let found = 0;
  for (let i = from; i < to; i++) {
    if (!context.mayGoOn()) return { found, isComplete: false };
    if (context.moves.isMoving(i)) found += (yield* disagrees(context, i)) ? 1 : 0;
  }
  return { found, isComplete: true };
}

/** Some entries, one from each of equal parts of the range. */
function* checkSome(context: BlockContext, { from, to }: Range, count: number): Asking<number> {
  const random = createRandom(context.seed + from);
  let found = 0;
  for (let k = 0; k < count && context.mayGoOn() && context.left() > 0; k++) {
    const i = from + Math.floor(((k + random()) * (to - from)) / count);
    if (context.moves.isMoving(i)) found += (yield* disagrees(context, i)) ? 1 : 0;
  }
  return found;
}

function* disagrees(context: BlockContext, i: number): Asking<boolean> {
  const verdict = yield* context.checkEntry(i);
  return verdict === 'fail' || verdict === 'kink';
}

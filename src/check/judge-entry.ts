import { nearestPowerOfTwo, ulp, type Estimate, type Ladder, type Row } from '../numdiff/index.js';
import { claimIsVisible, type EntryProblem, type Judgement, type PointContext } from './entry-problem.js';
import { exponentBetween } from './growth.js';
import { judgeKink, localShape } from './kink.js';
import { findPlateau } from './plateau.js';
import type { EntryReason } from './report.js';

/** Rows after which a bound that is good enough, if not small, is accepted. */
export const USUAL_ROWS = 5;
/** Rows after which the search ends. */
export const MOST_ROWS = 9;
const ROWS_TO_SEE_DIVERGENCE = 4;
const MOST_LOOKS_BELOW = 2;
/** A staircase moves on both sides at the latest two rows above the one at which it first moves. */
const ROWS_TO_SEE_A_STAIRCASE = 3;

/** What the search has done, and how far it may go. */
export interface SearchState {
  /** The smallest step there is. */
  readonly floor: number;
  /** The largest step that tells something. */
  readonly reach: number;
  /** What the parameter's typical size is taken to be. */
  readonly typicalSize: number;
  tried(step: number): boolean;
  /** How often a plateau has been looked at from below. */
  looksBelow: number;
}

/**
 * Judges a claim by the rows taken so far.
 *
 * - it agrees within a bound that is small against the derivative: pass
 * - both are zero within the bound, while the loss moves on a far larger scale, or not at all: pass
 * - the slopes on the two sides differ: kink if the claim lies between them, else fail
 * - a constant gap over the steps, also at the step where it just stands out of the noise: fail
 */
export function judgeEntry(entry: EntryProblem, context: PointContext, ladder: Ladder, search: SearchState): Judgement {
  const { rule } = context;
  const { rows } = ladder;
  if (rows.length < 2) return { kind: 'open', suspicious: false, maybeZero: false };
  const estimate = ladder.estimate();
  const twin = unknownStaircase(ladder);
  if (twin !== null) return { kind: 'twin', step: twin };
  if (!Number.isFinite(entry.claimed)) return judgeNonFinite(entry, ladder, estimate, search);
  const shape = localShape(ladder, estimate.bound);
  if (shape.kind === 'kink') {
    const resolvable = Math.max((8 * ladder.valueNoise(rows[0])) / Math.abs(shape.jump), search.floor);
    const step = 2 ** Math.ceil(Math.log2(resolvable));
    if (step < rows[0].step && !search.tried(step)) return { kind: 'look', step };
    return judgeKink(entry, ladder, shape) ?? { kind: 'open', suspicious: true, maybeZero: false };
  }
  if (shape.kind === 'jump') {
    const step = rows[0].step / rule.stepRatio ** 2;
    return step >= search.floor && !search.tried(step)
      ? { kind: 'look', step }
      : { kind: 'open', suspicious: true, maybeZero: false };
  }
  const gap = Math.abs(entry.claimed - estimate.value);
  const size = Math.max(Math.abs(entry.claimed), Math.abs(estimate.value));
  const isInvisible = !claimIsVisible(entry, context, ladder);
  if (
    gap <= estimate.bound + entry.claimBound ||
    (ladder.startsFlat && isInvisible && Math.abs(estimate.value) <= estimate.bound)
  ) {
    if (estimate.bound <= rule.earlyStop * size) return decided('pass', 'match', estimate);
    if (rows.length >= USUAL_ROWS && estimate.bound <= rule.claimLevel * size)
      return decided('pass', 'match', estimate);
    const maybeZero = isInvisible && Math.abs(estimate.value) <= estimate.bound;
    if (!maybeZero) return { kind: 'open', suspicious: false, maybeZero };
    if (smallerRowsDisagree(entry, ladder, estimate)) return { kind: 'open', suspicious: true, maybeZero };
    return isZeroOnItsScale(entry, context, ladder, estimate, search.typicalSize, false)
      ? { ...decided('pass', 'zero', estimate), isZero: true }
      : { kind: 'open', suspicious: false, maybeZero };
  }
  return judgeMismatch(entry, context, ladder, estimate, search);
}

function judgeMismatch(
  entry: EntryProblem,
  context: PointContext,
  ladder: Ladder,
  estimate: Estimate,
  search: SearchState,
): Judgement {
  const { rule } = context;
  const { rows } = ladder;
  const open: Judgement = { kind: 'open', suspicious: true, maybeZero: false };
  const plateau = findPlateau(ladder, entry.claimed, entry.claimBound, estimate.bound, search.typicalSize);
  if (plateau === null) return open;
  if (search.looksBelow < MOST_LOOKS_BELOW) {
    // A look at the step where the gap would just stand out of the noise: a kink or a rough loss may hide below. The
    // noise of the lowest row may be known better after the first look.
    search.looksBelow++;
    const noise = ladder.slopeNoise(rows[0], ladder.inflatedNoise()) * rows[0].width;
    const step = 2 ** Math.ceil(Math.log2(Math.max((16 * noise) / Math.abs(plateau), search.floor)));
    const isBelow = step < rows[0].step || (search.looksBelow > 1 && step > rows[0].step && step < rows[1].step);
    if (isBelow && !search.tried(step)) return { kind: 'look', step };
  }
  const gap = Math.abs(entry.claimed - estimate.value);
  const size = Math.max(Math.abs(entry.claimed), Math.abs(estimate.value));
  if (gap + estimate.bound < rule.material * size) return decided('pass', 'subtle', estimate);
  if (ladder.startsFlat && claimIsVisible(entry, context) && ladder.firstMoveOnBothSides() === null) {
    // Not moved at all where the claim says it should be: a slope of 0, or steps too small for a staircase of a loss.
    const moved = rows.filter((row) => row.plus !== ladder.center || row.minus !== ladder.center).length;
    // A loss of 0 says nothing of the rounding behind it until it moves.
    const size = context.loss === 0 ? Math.max(search.typicalSize, context.typicalScale) : search.typicalSize;
    const furthest = nearestPowerOfTwo(Math.min(search.reach, 4 * size));
    const high = rows[rows.length - 1].step;
    const above = Math.min(high * (moved > 0 ? rule.stepRatio : rule.stepRatio ** 2), furthest);
    const isWorthwhile = moved < ROWS_TO_SEE_A_STAIRCASE && above > high && above <= search.reach;
    if (isWorthwhile && !search.tried(above)) return { kind: 'look', step: above };
  }
  // Between flat rows and a move far above them there may be steps of a staircase: fill the gap first.
  const moving = rows.findIndex((row) => row.plus !== ladder.center || row.minus !== ladder.center);
  if (moving > 0 && rows[moving].step > 64 * rows[moving - 1].step && claimIsVisible(entry, context)) {
    const between = rows[moving - 1].step * rule.stepRatio ** 2;
    if (rows.length < 2 * MOST_ROWS && !search.tried(between)) return { kind: 'look', step: between };
  }
  // Flat rows are no plateau while the loss may be a staircase: steps in between will tell.
  if (ladder.isStaircase === null && ladder.firstMoveOnBothSides() !== null) return open;
  // A loss that changes in steps has the slope 0 almost everywhere: a claim of 0 is right to the letter.
  if (ladder.isStaircase && entry.claimed === 0) return decided('inconclusive', 'discontinuity', estimate);
  if (slopesDiverge(entry, ladder, estimate))
    return lookFurtherBelow(ladder, search) ?? decided('inconclusive', 'singular', estimate);
  if (Math.abs(plateau) < 1e-3 * size) {
    // A small gap at small steps that is gone at two larger ones in a row: the loss has another slope on a larger scale.
    const gone = rows.map((row) => Math.abs(entry.claimed - row.slope) <= Math.abs(plateau) / 4);
    if (gone.some((isGone, k) => isGone && gone[k + 1])) return decided('inconclusive', 'multi-scale', estimate);
    const above = rows[rows.length - 1].step * rule.stepRatio;
    const rowsAbovePlateau = rows.filter((row) => row.width > rows[estimate.row].width).length;
    if (rowsAbovePlateau < 3 && above <= search.reach && !search.tried(above) && rows.length < MOST_ROWS)
      return { kind: 'look', step: above };
  }
  return decided('fail', 'mismatch', estimate);
}

/** A claim of NaN or infinity is wrong, unless the differences themselves diverge, down to the smallest steps. */
function judgeNonFinite(entry: EntryProblem, ladder: Ladder, estimate: Estimate, search: SearchState): Judgement {
  if (ladder.rows.length < ROWS_TO_SEE_DIVERGENCE) return { kind: 'open', suspicious: true, maybeZero: false };
  if (!slopesDiverge(entry, ladder, estimate)) return decided('fail', 'non-finite', estimate);
  return lookFurtherBelow(ladder, search) ?? decided('inconclusive', 'singular', estimate);
}

function lookFurtherBelow(ladder: Ladder, search: SearchState): Judgement | null {
  const step = ladder.rows[0].step / 64;
  return step >= search.floor && !search.tried(step) && ladder.rows.length < MOST_ROWS ? { kind: 'look', step } : null;
}

/** The step of a row that moves on both sides above flat ones, where it is not known yet whether the loss is a staircase. */
function unknownStaircase(ladder: Ladder): number | null {
  const moving = ladder.isStaircase === null ? ladder.firstMoveOnBothSides() : null;
  if (moving === null) return null;
  // Far above the flat rows many steps of a staircase may have been passed, and a hair is more than one of them.
  const { step } = ladder.rows[moving];
  return step <= 64 * ladder.rows[moving - 1].step ? step : null;
}

/** A smaller step whose slope is not 0, by more than its noise and the bound: something happens close to the point. */
function smallerRowsDisagree(entry: EntryProblem, ladder: Ladder, estimate: Estimate): boolean {
  return ladder.rows
    .slice(0, estimate.row)
    .some((row) => Math.abs(row.slope - entry.claimed) > ladder.slopeNoise(row) + estimate.bound);
}

/**
 * Both numbers are zero within the bound. That is evidence when the loss moves far more than the bound further out (a
 * minimum, a jump nearby), when the claims for other entries move it more, or when it does not move at all.
 */
function isZeroOnItsScale(
  entry: EntryProblem,
  context: PointContext,
  ladder: Ladder,
  estimate: Estimate,
  typicalSize: number,
  isFinal: boolean,
): boolean {
  const { rule } = context;
  const { bound } = estimate;
  // Steps that had to go beyond the value's own size show that this is not the size of the parameter.
  const size = Math.max(entry.scale, typicalSize);
  let moveSlope = 0;
  let movesFurtherOut = false;
  let flatUpTo = 0;
  for (const row of ladder.rows) {
    const move = Math.max(Math.abs(row.plus - context.loss) || 0, Math.abs(row.minus - context.loss) || 0);
    if (move <= 8 * ladder.valueNoise(row)) flatUpTo = movesFurtherOut ? flatUpTo : row.width;
    else movesFurtherOut = true;
    if (movesFurtherOut) moveSlope = Math.max(moveSlope, move / Math.min(size, 64 * row.width));
  }
  // Flat to the last bits of the loss's own arithmetic, as far as parameters go. A loss of exactly 0 says nothing of the
  // rounding behind it until it moves; a claim that is not 0, and too small to show, waits for that as well.
  const isQuiet = context.noiseBound <= 8 * ulp(context.loss, context.roundoff);
  if (isQuiet && entry.claimed === 0 && flatUpTo >= (context.loss === 0 ? size : size / 8)) return true;
  if (couldBeStaircase(ladder, isFinal)) return false;
  // A slope within the bound would move the loss by a thousandth, at most, of what it does move.
  if (movesFurtherOut && bound <= rule.zeroLevel * moveSlope) return true;
  const mayBeSteps = ladder.startsFlat && (context.flatStep > 0 || context.largestChange === 0);
  const share = ladder.rows.length >= USUAL_ROWS ? rule.zeroLevel : rule.earlyStop;
  return !mayBeSteps && bound * size <= share * context.largestChange;
}

/** Flat, then a move: a jump or a kink further out leaves the slope here at 0, a loss that changes in steps does not say. */
function couldBeStaircase(ladder: Ladder, isFinal: boolean): boolean {
  if (!ladder.startsFlat || ladder.isStaircase === false) return false;
  if (ladder.isStaircase || ladder.firstMoveOnBothSides() !== null) return true;
  const moved = ladder.rows.filter((row) => row.plus !== ladder.center || row.minus !== ladder.center).length;
  return !isFinal && moved > 0 && moved < ROWS_TO_SEE_A_STAIRCASE;
}

/** The last word when no further step helps: a weaker pass, or the reason why nothing can be said. */
export function concludeEntry(
  entry: EntryProblem,
  context: PointContext,
  ladder: Ladder,
  typicalSize: number,
): Judgement & { kind: 'decided' } {
  const { rows } = ladder;
  const nowhere: Estimate = { value: rows[0]?.slope ?? NaN, bound: Infinity, noise: Infinity, row: 0 };
  if (rows.length < 2)
    return Number.isFinite(entry.claimed)
      ? decided('inconclusive', hasRoom(entry) ? 'non-finite-around' : 'no-room', nowhere)
      : decided('fail', 'non-finite', nowhere);
  const estimate = ladder.estimate();
  const diverges = slopesDiverge(entry, ladder, estimate);
  if (!Number.isFinite(entry.claimed))
    return diverges ? decided('inconclusive', 'singular', estimate) : decided('fail', 'non-finite', estimate);
  const gap = Math.abs(entry.claimed - estimate.value);
  const size = Math.max(Math.abs(entry.claimed), Math.abs(estimate.value));
  const shape = localShape(ladder, estimate.bound);
  const agrees = gap <= estimate.bound + entry.claimBound;
  const isSmooth = shape.kind === 'smooth' && !diverges;
  if (isSmooth && agrees && estimate.bound <= context.rule.claimLevel * size) return decided('pass', 'match', estimate);
  // Near a minimum: the bound is not small against the slope, but against what the loss does around.
  if (
    isSmooth &&
    agrees &&
    isZeroOnItsScale(entry, context, ladder, estimate, typicalSize, true) &&
    !smallerRowsDisagree(entry, ladder, estimate)
  )
    return { ...decided('pass', 'zero', estimate), isZero: true };
  if (agrees && ladder.isFlat && !claimIsVisible(entry, context, ladder))
    return { ...decided('pass', 'zero', estimate), isZero: true };
  // No plateau, but the best estimate, well within the local scale, excludes the claim all the same.
  const isLocal = estimate.row >= 0 && rows[estimate.row].width <= entry.scale / 64;
  const isNoise = estimate.noise >= estimate.bound / 4;
  const isMaterial = gap + estimate.bound >= context.rule.material * size;
  if (
    isSmooth &&
    !agrees &&
    isLocal &&
    isNoise &&
    isMaterial &&
    context.deterministic &&
    !ladder.isStaircase &&
    !ladder.startsFlat
  )
    return decided('fail', 'mismatch', estimate);
  return decided('inconclusive', undecidedReason(), estimate);

  function undecidedReason(): EntryReason {
    if (!context.deterministic) return 'nondeterministic';
    if (shape.kind === 'jump') return 'discontinuity';
    if (diverges) return 'singular';
    return agrees ? 'noise' : 'no-plateau';
  }
}

/** Whether bounds let the parameter move by steps that can be told from none. */
function hasRoom({ x, lower, upper, scale }: EntryProblem): boolean {
  return Math.max(x - lower, upper - x) > scale * 2 ** -40;
}

/**
 * The slopes grow without limit towards small steps, above the noise, as a power of h (√x at 0) or as its logarithm
 * (x·log x at 0). Only steps within the entry's typical size count, and no derivative may have been certified.
 */
function slopesDiverge(entry: EntryProblem, ladder: Ladder, estimate: Estimate): boolean {
  const isCertified = estimate.bound <= 0.1 * Math.abs(estimate.value);
  const series = ladder.sides === 'both' ? (['slope', 'forward', 'backward'] as const) : (['slope'] as const);
  return series.some((key) => {
    const clear = ladder.rows.filter(
      (row) => row.width <= 2 * entry.scale && Math.abs(row[key]) > 8 * ladder.slopeNoise(row),
    );
    return (!isCertified && growsAsPower(clear, key)) || growsAsLogarithm(clear, key, ladder);
  });
}

type Series = 'slope' | 'forward' | 'backward';

function growsAsPower(rows: readonly Row[], key: Series): boolean {
  if (rows.length < 3) return false;
  return rows.every((row, k) => {
    const next = rows[k + 1];
    return !next || exponentBetween(row.width, Math.abs(row[key]), next.width, Math.abs(next[key])) <= -0.1;
  });
}

/** Each factor in h adds about the same to the slope: gaps between neighbours do not shrink towards small steps. */
function growsAsLogarithm(rows: readonly Row[], key: Series, ladder: Ladder): boolean {
  if (rows.length < ROWS_TO_SEE_DIVERGENCE) return false;
  const rates = rows.slice(1).map((row, k) => (rows[k][key] - row[key]) / Math.log(row.width / rows[k].width));
  return rates.every((rate, k) => {
    const isResolved = Math.abs(rows[k][key] - rows[k + 1][key]) > 4 * ladder.slopeNoise(rows[k]);
    const next = rates[k + 1];
    return (
      isResolved &&
      (next === undefined || (Math.sign(rate) === Math.sign(next) && Math.abs(rate) >= 0.7 * Math.abs(next)))
    );
  });
}

/** No bound holds where the loss jumps or its slope is infinite. */
const UNBOUNDED: ReadonlySet<EntryReason> = new Set(['discontinuity', 'singular']);

function decided(
  verdict: 'pass' | 'fail' | 'inconclusive',
  reason: EntryReason,
  { value, bound }: Estimate,
): Judgement & { kind: 'decided' } {
  return { kind: 'decided', verdict, reason, numeric: value, bound: UNBOUNDED.has(reason) ? Infinity : bound };
}

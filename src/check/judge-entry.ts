import { nearestPowerOfTwo, type Estimate, type Ladder } from '../numdiff/index.js';
import { decided } from './decided.js';
import { claimIsVisible, type EntryProblem, type Judgement, type PointContext } from './entry-problem.js';
import { gapCloses } from './gap-closes.js';
import { judgeKink, localShape } from './kink.js';
import { findPlateau } from './plateau.js';
import { MOST_ROWS, ROWS_TO_SEE_A_STAIRCASE, USUAL_ROWS, type SearchState } from './search-state.js';
import { ROWS_TO_SEE_DIVERGENCE, slopesDiverge } from './slopes-diverge.js';
import { isHiddenByStorage, showingSize } from './showing-size.js';
import { isZeroOnItsScale, smallerRowsDisagree } from './zero.js';

/** How often a plateau is looked at from below. */
const MOST_LOOKS_BELOW = 2;

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
  // Noise as large as the loss itself says nothing of any slope.
  if (context.noiseBound > ladder.largestValue() / 2) return open;
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
    // A loss near 0 says nothing of the rounding behind it until it moves, at the latest on the scale of the others.
    const least = Math.max(search.typicalSize, context.typicalScale);
    const size = showingSize(entry.claimed, ladder, least);
    const furthest = nearestPowerOfTwo(Math.min(search.ceiling, 4 * size));
    const high = rows[rows.length - 1].step;
    // A side that has jumped and is flat again may have met the first edge of a staircase, close to the point.
    const hasJumped = moved > 0 ? ladder.isFlatBeside(high) : false;
    if (hasJumped === null) return { kind: 'twin', step: high };
    const above = Math.min(high * (moved > 0 ? rule.stepRatio : rule.stepRatio ** 2), furthest);
    const isWorthwhile = (moved < ROWS_TO_SEE_A_STAIRCASE || hasJumped) && above > high;
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
  if (ladder.startsFlat && isHiddenByStorage(entry, ladder, search.typicalSize)) return open;
  // A loss that changes in steps has the slope 0 almost everywhere: a claim of 0 is right to the letter.
  if (ladder.isStaircase && entry.claimed === 0) return decided('inconclusive', 'discontinuity', estimate);
  if (slopesDiverge(entry, ladder, estimate))
    return lookFurtherBelow(ladder, search) ?? decided('inconclusive', 'singular', estimate);
  if (Math.abs(plateau) < rule.smallGap * size) {
    // A small gap at small steps that is gone further out: the loss has another slope on a larger scale.
    if (gapCloses(ladder, entry.claimed, plateau)) return decided('inconclusive', 'multi-scale', estimate);
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

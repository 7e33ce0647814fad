import { ulp, type Estimate, type Ladder } from '../numdiff/index.js';
import type { EntryProblem, PointContext } from './entry-problem.js';
import { ROWS_TO_SEE_A_STAIRCASE, USUAL_ROWS } from './search-state.js';

/** A smaller step whose slope is not 0, by more than its noise and the bound: something happens close to the point. */
export function smallerRowsDisagree(entry: EntryProblem, ladder: Ladder, estimate: Estimate): boolean {
  return ladder.rows
    .slice(0, estimate.row)
    .some((row) => Math.abs(row.slope - entry.claimed) > ladder.slopeNoise(row) + estimate.bound);
}

/**
 * Both numbers are zero within the bound. That is evidence when the loss moves far more than the bound further out (a
 * minimum, a jump nearby), when the claims for other entries move it more, or when it does not move at all.
 */
export function isZeroOnItsScale(
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
  // Flat to the last bits of the loss's own arithmetic, as far as parameters go. A loss near 0 says nothing of the rounding
  // behind it until it moves; a claim that is not 0, and too small to show, waits for that as well.
  const isQuiet = context.noiseBound <= 8 * ulp(context.loss, context.roundoff);
  const farEnough = Math.max(context.loss === 0 ? size : size / 8, context.typicalScale);
  if (isQuiet && entry.claimed === 0 && flatUpTo >= farEnough) return true;
  if (couldBeStaircase(ladder, isFinal)) return false;
  // A slope within the bound would move the loss by a thousandth, at most, of what it does move.
  if (movesFurtherOut && bound <= rule.zeroLevel * moveSlope) return true;
  const mayBeSteps = ladder.startsFlat && (context.flatStep > 0 || context.largestChange === 0);
  const share = ladder.rows.length >= USUAL_ROWS ? rule.zeroLevel : rule.earlyStop;
  // Nor does a loss of 0 that has not moved yet tell of the rounding behind it, which is then no part of the bound.
  const mayHideRounding = context.loss === 0 && ladder.isFlat;
  return !mayBeSteps && !mayHideRounding && bound * size <= share * context.largestChange;
}

/** Flat, then a move: a jump or a kink further out leaves the slope here at 0, a loss that changes in steps does not say. */
function couldBeStaircase(ladder: Ladder, isFinal: boolean): boolean {
  if (!ladder.startsFlat || ladder.isStaircase === false) return false;
  if (ladder.isStaircase || ladder.firstMoveOnBothSides() !== null) return true;
  const moved = ladder.rows.filter((row) => row.plus !== ladder.center || row.minus !== ladder.center).length;
  return !isFinal && moved > 0 && moved < ROWS_TO_SEE_A_STAIRCASE;
}

import type { Estimate, Ladder } from '../numdiff/index.js';
import { decided } from './decided.js';
import { claimIsVisible, type EntryProblem, type Decision, type PointContext } from './entry-problem.js';
import { kinkIsExcluded } from './exclude-kink.js';
import { gapCloses } from './gap-closes.js';
import { localShape } from './kink.js';
import type { EntryReason } from './report.js';
import { slopesDiverge } from './slopes-diverge.js';
import { isZeroOnItsScale, smallerRowsDisagree } from './zero.js';

/** The last word when no further step helps: a weaker pass, or the reason why nothing can be said. */
export function concludeEntry(
  entry: EntryProblem,
  context: PointContext,
  ladder: Ladder,
  typicalSize: number,
): Decision {
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
  // Rows that fall apart by more than the noise measured are noisier, or lie further out than the scale on which the loss
  // varies; where that is does not show.
  const fallsApart = ladder.inflatedNoise() > 2 * Math.max(context.noiseBound, ladder.roundingOfLargest());
  const isMaterial = gap + estimate.bound >= context.rule.material * size;
  if (
    isSmooth &&
    !agrees &&
    isLocal &&
    isNoise &&
    isMaterial &&
    !gapCloses(ladder, entry.claimed, gap) &&
    kinkIsExcluded(
      ladder,
      rows.slice(estimate.row),
      [rows[estimate.row]],
      entry.claimed,
      entry.claimed - estimate.value,
    ) &&
    !fallsApart &&
    context.noiseBound <= ladder.largestValue() / 2 &&
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

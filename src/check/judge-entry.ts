import { ulp, type Estimate, type Ladder } from '../numdiff/index.js';
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

/** Steps at which the search has looked already, and the smallest it may use. */
export interface SearchState {
  readonly floor: number;
  readonly ceiling: number;
  tried(step: number): boolean;
  /** Set once a plateau has been looked at from below. */
  confirmed: boolean;
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
  if (!Number.isFinite(entry.claimed)) return judgeNonFinite(ladder, estimate);
  const shape = localShape(ladder, estimate.bound);
  if (shape.kind === 'kink') {
    const resolvable = Math.max((4 * ladder.valueNoise(rows[0])) / Math.abs(shape.jump), search.floor);
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
  if (gap <= estimate.bound + entry.claimBound) {
    if (estimate.bound <= rule.earlyStop * size) return decided('pass', 'match', estimate);
    if (rows.length >= USUAL_ROWS && estimate.bound <= rule.claimLevel * size)
      return decided('pass', 'match', estimate);
    const maybeZero = size <= estimate.bound && !claimIsVisible(entry, context);
    if (maybeZero && isZeroOnItsScale(entry, context, ladder, estimate))
      return { ...decided('pass', 'zero', estimate), isZero: true };
    return { kind: 'open', suspicious: false, maybeZero };
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
  const plateau = findPlateau(ladder, entry.claimed, entry.claimBound, estimate.bound);
  if (plateau === null) return open;
  if (!search.confirmed) {
    // A look at the step where the gap would just stand out of the noise: a kink or a rough loss may hide below.
    search.confirmed = true;
    const wanted = Math.max(
      (16 * ladder.valueNoise(rows[0], ladder.inflatedNoise())) / Math.abs(plateau),
      search.floor,
    );
    const step = 2 ** Math.ceil(Math.log2(wanted));
    if (step < rows[0].step && !search.tried(step)) return { kind: 'look', step };
  }
  const gap = Math.abs(entry.claimed - estimate.value);
  const size = Math.max(Math.abs(entry.claimed), Math.abs(estimate.value));
  if (gap + estimate.bound < rule.material * size) return decided('pass', 'subtle', estimate);
  if (Math.abs(plateau) < 1e-3 * size) {
    // A small gap at small steps that is gone at two larger ones in a row: the loss has another slope on a larger scale.
    const gone = rows.map((row) => Math.abs(entry.claimed - row.slope) <= Math.abs(plateau) / 4);
    if (gone.some((isGone, k) => isGone && gone[k + 1])) return decided('inconclusive', 'multi-scale', estimate);
    const above = rows[rows.length - 1].step * rule.stepRatio;
    const rowsAbovePlateau = rows.filter((row) => row.width > rows[estimate.row].width).length;
    if (rowsAbovePlateau < 3 && above <= search.ceiling && !search.tried(above) && rows.length < MOST_ROWS)
      return { kind: 'look', step: above };
  }
  return decided('fail', 'mismatch', estimate);
}

/** A claim of NaN or infinity is wrong, unless the differences themselves diverge there. */
function judgeNonFinite(ladder: Ladder, estimate: Estimate): Judgement {
  if (ladder.rows.length < ROWS_TO_SEE_DIVERGENCE) return { kind: 'open', suspicious: true, maybeZero: false };
  return slopesDiverge(ladder)
    ? decided('inconclusive', 'singular', estimate)
    : decided('fail', 'non-finite', estimate);
}

/**
 * Both numbers are zero within the bound. That is evidence when the loss moves far more than the bound further out (a
 * minimum, a jump nearby), when the claims for other entries move it more, or when it does not move at all.
 */
function isZeroOnItsScale(entry: EntryProblem, context: PointContext, ladder: Ladder, estimate: Estimate): boolean {
  const { rule } = context;
  const { bound } = estimate;
  let movesFurtherOut = false;
  let flatUpTo = 0;
  for (const row of ladder.rows) {
    const move = Math.max(Math.abs(row.plus - context.loss) || 0, Math.abs(row.minus - context.loss) || 0);
    if (move <= 8 * ladder.valueNoise(row)) flatUpTo = movesFurtherOut ? flatUpTo : row.width;
    else movesFurtherOut = true;
    // A slope within the bound would move the loss by a thousandth of this at most, over the scale of the entry.
    if (movesFurtherOut && bound * Math.min(entry.scale, 64 * row.width) <= rule.zeroLevel * move) return true;
  }
  const change = bound * entry.scale;
  if (change <= (ladder.rows.length >= USUAL_ROWS ? rule.zeroLevel : rule.earlyStop) * context.largestChange)
    return true;
  // Flat to the last bits of the loss's own arithmetic.
  const isQuiet = context.noiseBound <= 8 * ulp(context.loss, context.roundoff);
  return isQuiet && flatUpTo >= entry.scale / 8;
}

/** The last word when no further step helps: a weaker pass, or the reason why nothing can be said. */
export function concludeEntry(
  entry: EntryProblem,
  context: PointContext,
  ladder: Ladder,
): Judgement & { kind: 'decided' } {
  const { rows } = ladder;
  const nowhere: Estimate = { value: rows[0]?.slope ?? NaN, bound: Infinity, noise: Infinity, row: 0 };
  if (rows.length < 2)
    return Number.isFinite(entry.claimed)
      ? decided('inconclusive', 'no-room', nowhere)
      : decided('fail', 'non-finite', nowhere);
  const estimate = ladder.estimate();
  const diverges = slopesDiverge(ladder);
  if (!Number.isFinite(entry.claimed))
    return diverges ? decided('inconclusive', 'singular', estimate) : decided('fail', 'non-finite', estimate);
  const gap = Math.abs(entry.claimed - estimate.value);
  const size = Math.max(Math.abs(entry.claimed), Math.abs(estimate.value));
  const shape = localShape(ladder, estimate.bound);
  const agrees = gap <= estimate.bound + entry.claimBound;
  if (shape.kind === 'smooth' && agrees && estimate.bound <= context.rule.claimLevel * size)
    return decided('pass', 'match', estimate);
  return decided('inconclusive', undecidedReason(), estimate);

  function undecidedReason(): EntryReason {
    if (!context.deterministic) return 'nondeterministic';
    if (shape.kind === 'jump') return 'discontinuity';
    if (diverges) return 'singular';
    return agrees ? 'noise' : 'no-plateau';
  }
}

/** |slope| grows towards small steps, above the noise, over three rows and more: an infinite slope, as of √x at 0. */
function slopesDiverge(ladder: Ladder): boolean {
  const series = ladder.sides === 'both' ? (['slope', 'forward', 'backward'] as const) : (['slope'] as const);
  return series.some((key) => {
    const clear = ladder.rows.filter((row) => Math.abs(row[key]) > 8 * ladder.slopeNoise(row));
    if (clear.length < 3) return false;
    return clear.every((row, k) => {
      const next = clear[k + 1];
      return !next || exponentBetween(row.width, Math.abs(row[key]), next.width, Math.abs(next[key])) <= -0.1;
    });
  });
}

function decided(
  verdict: 'pass' | 'fail' | 'inconclusive',
  reason: EntryReason,
  estimate: Estimate,
): Judgement & { kind: 'decided' } {
  return { kind: 'decided', verdict, reason, numeric: estimate.value, bound: estimate.bound };
}

import { Ladder } from '../numdiff/index.js';
import type { EntryProblem, EntryResult, PointContext } from './entry-problem.js';

/** A trusted exact gradient to compare a claim with. */
export interface ExactReference {
  readonly gradient: Float64Array;
  /** Σ|terms| of each entry: what its rounding is measured against. */
  readonly magnitude: Float64Array;
  /** `ad`: it is the numeric column, and differences confirm what disagrees. `both`: differences decide, it is shown. */
  readonly mode: 'ad' | 'both';
}

/** Rounding of two sums of the same terms in different order: 64·u·Σ|terms|, as for a claim. */
const ROUNDINGS = 64;

/**
 * Compares a claim with the exact derivative: a pass where they agree to rounding, or differ by less than what is
 * material; null where they differ by more, which is for differences to confirm (at a kink there are several right
 * answers).
 */
export function matchExact(
  entry: EntryProblem,
  { gradient, magnitude }: ExactReference,
  context: PointContext,
  claimRoundoff: number,
): EntryResult | null {
  const numeric = gradient[entry.index];
  const { claimed } = entry;
  if (!Number.isFinite(claimed) || !Number.isFinite(numeric)) return null;
  const bound = exactBound(entry.index, magnitude, claimRoundoff);
  const gap = Math.abs(claimed - numeric);
  const allowed = bound + entry.claimBound;
  const size = Math.max(Math.abs(claimed), Math.abs(numeric));
  const isSubtle = gap > allowed && gap + bound < context.rule.material * size;
  if (gap > allowed && !isSubtle) return null;
  return {
    verdict: 'pass',
    reason: isSubtle ? 'subtle' : size <= bound ? 'zero' : 'match',
    numeric,
    bound,
    isZero: size <= bound,
    ladder: new Ladder('both', context.loss, context.noiseBound, context.roundoff, context.rule),
  };
}

/** A failure that differences have confirmed, told by the exact derivative, which is the sharper number. */
export function sharpenFailure(
  entry: EntryProblem,
  result: EntryResult,
  { gradient, magnitude }: ExactReference,
  claimRoundoff: number,
): EntryResult {
  const numeric = gradient[entry.index];
  if (result.verdict !== 'fail' || !Number.isFinite(numeric)) return result;
  const bound = exactBound(entry.index, magnitude, claimRoundoff);
  // Two estimates that contradict each other: the differences stand.
  if (Math.abs(numeric - result.numeric) > result.bound + bound) return result;
  return { ...result, numeric, bound };
}

function exactBound(index: number, magnitude: Float64Array, roundoff: number): number {
  return ROUNDINGS * roundoff * magnitude[index];
}

import { Ladder } from '../numdiff/index.js';
import type { EntryProblem, EntryResult, PointContext } from './entry-problem.js';

/** A trusted exact gradient to compare a claim with. */
export interface ExactReference {
  readonly gradient: Float64Array;
  /** Σ|terms| of each entry: what its rounding is measured against. */
  readonly magnitude: Float64Array;
  /** What roundings may do to a derivative computed by the chain rule, in units of the roundoff; with `ad`. */
  readonly roundings?: Float64Array;
  /** Differences agreed along every direction of all entries, and saw no kink there: it is the only right answer. */
  readonly isUnique?: boolean;
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
  // Magnitudes that are no numbers: the derivative may be right, but nothing bounds its rounding.
  if (!Number.isFinite(bound)) return null;
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
    ladder: noLadder(context),
  };
}

/** Of what is decided without differences. */
function noLadder({ loss, noiseBound, roundoff, rule }: PointContext): Ladder {
  return new Ladder('both', loss, noiseBound, roundoff, rule);
}

/** A claim that the only right answer contradicts, by more than roundings; null where that cannot be said. */
export function failByExact(
  entry: EntryProblem,
  { gradient, magnitude, roundings, isUnique }: ExactReference,
  context: PointContext,
  claimRoundoff: number,
): EntryResult | null {
  const { index, claimed, claimBound } = entry;
  const numeric = gradient[index];
  const bound = exactBound(index, magnitude, claimRoundoff);
  if (!isUnique || !roundings || !Number.isFinite(numeric)) return null;
  const allowed = claimBound + bound + ROUNDINGS * claimRoundoff * roundings[index];
  if (Number.isFinite(claimed) && !(Math.abs(claimed - numeric) > allowed)) return null;
  return {
    verdict: 'fail',
    reason: Number.isFinite(claimed) ? 'mismatch' : 'non-finite',
    numeric,
    bound,
    isZero: false,
    ladder: noLadder(context),
  };
}

/**
 * What differences say of a claim that the exact derivative contradicts. They may be too coarse to tell: where they have
 * room for both numbers, the exact one decides, up to what roundings may have done to the claim. At a kink, and where the
 * loss is only as good as its inner solver, they have the last word.
 */
export function sharpen(
  entry: EntryProblem,
  result: EntryResult,
  reference: ExactReference,
  claimRoundoff: number,
): EntryResult {
  const isCoarse = result.verdict === 'pass' || (result.verdict === 'inconclusive' && result.reason === 'noise');
  if (isCoarse && isContradicted(entry, result, reference, claimRoundoff))
    return sharpenFailure(
      entry,
      { ...result, verdict: 'fail', reason: 'mismatch', isZero: false },
      reference,
      claimRoundoff,
    );
  return sharpenFailure(entry, result, reference, claimRoundoff);
}

function isContradicted(
  { index, claimed, claimBound }: EntryProblem,
  result: EntryResult,
  { gradient, magnitude, roundings }: ExactReference,
  claimRoundoff: number,
): boolean {
  const numeric = gradient[index];
  const bound = exactBound(index, magnitude, claimRoundoff);
  if (!roundings || Math.abs(numeric - result.numeric) > result.bound + bound) return false;
  return Math.abs(claimed - numeric) > claimBound + bound + ROUNDINGS * claimRoundoff * roundings[index];
}

/** A failure that differences have confirmed, told by the exact derivative, which is the sharper number. */
function sharpenFailure(
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

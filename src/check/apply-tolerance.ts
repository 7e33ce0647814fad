import type { EntryProblem, EntryResult } from './entry-problem.js';

/** An explicit tolerance. A missing one counts 0. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/**
 * Decides by an explicit tolerance in place of the calibrated rule: an entry fails exactly when
 * |a − n| − bound > atol + rtol·max(|a|, |n|). Kinks with a valid subgradient stay kinks; what the difference cannot
 * tell apart from the tolerance stays undecided.
 */
export function applyTolerance(entry: EntryProblem, result: EntryResult, tolerance: Tolerance): EntryResult {
  if (result.verdict === 'kink' || !Number.isFinite(entry.claimed) || !Number.isFinite(result.numeric)) return result;
  const allowed = allowedGap(tolerance, Math.max(Math.abs(entry.claimed), Math.abs(result.numeric)));
  const gap = Math.abs(entry.claimed - result.numeric);
  if (gap - result.bound > allowed) return { ...result, verdict: 'fail', reason: 'tolerance' };
  if (result.verdict === 'inconclusive' && gap + result.bound > allowed) return result;
  return { ...result, verdict: 'pass', reason: 'tolerance' };
}

/** What claim and derivative of a size may differ by. */
export function allowedGap({ rtol, atol }: Tolerance, size: number): number {
  return atol + rtol * size;
}

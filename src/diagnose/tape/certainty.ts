import type { Diagnosis } from '../../check/report.js';
import type { Effect } from './name-mistake.js';
import type { Match } from './search-problem.js';

/** Wrong entries that speak for certain: for a plain change, and for a far-fetched one. */
const LEAST_PLAIN = 3;
const LEAST_FAR_FETCHED = 8;

/**
 * How sure a match is. `exact` says that the gradient is what this mistake gives and no other that is as simple: not with
 * one or two wrong numbers, which several names may fit by chance; not for what is far-fetched, unless many numbers speak
 * for it; and not where a rival of another name gives the same.
 */
export function certaintyOf(
  { changes }: Match,
  { wrongEntries }: Effect,
  hasOtherName: boolean,
): Diagnosis['evidence'] {
  if (hasOtherName || wrongEntries < LEAST_PLAIN) return 'strong';
  const isFarFetched = changes.length > 1 || changes[0].alteration.kind === 'substitution';
  return isFarFetched && wrongEntries < LEAST_FAR_FETCHED ? 'strong' : 'exact';
}

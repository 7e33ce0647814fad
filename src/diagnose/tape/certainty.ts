import type { Diagnosis } from '../../check/report.js';
import type { AlterationKind } from './alteration.js';
import type { Effect } from './naming.js';
import type { Match } from './search-problem.js';

/** Wrong entries that speak for certain: for a plain change, and for a far-fetched one. */
const LEAST_PLAIN = 3;
const LEAST_FAR_FETCHED = 8;

/** Changes of which a place has so many that some fit few numbers by chance. */
const FAR_FETCHED: ReadonlySet<AlterationKind> = new Set(['substitution', 'redirect', 'kept', 'learned', 'rewritten']);

/**
 * How sure a match is. `exact` says that the gradient is what this mistake gives and no other that is as simple: not with
 * one or two wrong numbers, which several names may fit by chance; not for what is far-fetched, unless many numbers speak
 * for it, nor for two derivatives that are exchanged, which other formulas come to as well; and not where a rival of another name gives the same.
 */
export function certaintyOf(
  { changes }: Match,
  { wrongEntries }: Effect,
  hasOtherName: boolean,
): Diagnosis['evidence'] {
  if (hasOtherName || wrongEntries < LEAST_PLAIN) return 'strong';
  const { kind } = changes[0].alteration;
  if (kind === 'exchange') return 'strong';
  const isFarFetched = changes.length > 1 || FAR_FETCHED.has(kind);
  return isFarFetched && wrongEntries < LEAST_FAR_FETCHED ? 'strong' : 'exact';
}

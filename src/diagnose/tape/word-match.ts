import type { NamedDiagnosis } from '../rank-diagnoses.js';
import { measureEffect } from './measure-effect.js';
import { nameMistake, type Effect, type Naming } from './name-mistake.js';
import { placeOfEdge, textAt, wordPlace } from './places.js';
import { rankOf, rankOfAll } from './rank-changes.js';
import type { Match } from './search-problem.js';
import { listPaths } from './site-words.js';
import type { TapeEvidence } from './tape-evidence.js';

/** The diagnosis of what explains some parameters: the first match is told, the equivalent ones by their lines. */
export function wordMatch(evidence: TapeEvidence, matches: readonly Match[]): NamedDiagnosis {
  const [best, ...equivalent] = matches;
  const { changes, leaves } = best;
  const effect = measureEffect(evidence, leaves);
  const naming: Naming = {
    nameFactor: evidence.nameFactor,
    textOf: (site, operand) => textAt(evidence, site, operand),
    isAlone: leaves.length < evidence.layout.leaves.filter(({ size }) => size > 0).length,
  };
  const parts = changes.map((change) => {
    const place = placeOfEdge(evidence, change.edge);
    // The factor over all of it is what several changes do together.
    const own = changes.length === 1 ? effect : { ...effect, factor: null };
    return { place, ...nameMistake(change, own, place, naming) };
  });
  const [{ code, place }] = parts;
  const words = parts.map((part) => part.words + wordPlace(part.place)).join('; and ');
  return {
    code,
    path: leaves[0].path,
    paths: leaves.map(({ path }) => path),
    message: `${listPaths(leaves)}: ${words}${describeElsewhere(evidence, best, equivalent)}`,
    evidence: isCertain(effect, matches) ? 'exact' : 'strong',
    ...(place.location ? { location: place.location } : {}),
  };
}

/** Wrong entries that speak for certain: for a plain change, and for a far-fetched one. */
const LEAST_PLAIN = 3;
const LEAST_FAR_FETCHED = 8;

/** With one or two wrong numbers several names may fit by chance; and a far-fetched one needs more to speak for it. */
function isCertain({ wrongEntries }: Effect, [best, ...others]: readonly Match[]): boolean {
  const [{ alteration }, ...more] = best.changes;
  if (more.length > 0 || alteration.kind === 'substitution') return wrongEntries >= LEAST_FAR_FETCHED;
  if (wrongEntries >= LEAST_PLAIN) return true;
  return alteration.kind !== 'factor' && !others.some((other) => isRival(other, best));
}

/** Whether another match is nearly as telling as the best. */
function isRival({ changes }: Match, best: Match): boolean {
  return rankOf(changes[0]) <= rankOfAll(best.changes) + 1;
}

const LINES_TOLD = 3;

/** Other lines at which the same mistake would give the same gradient. */
function describeElsewhere(evidence: TapeEvidence, best: Match, others: readonly Match[]): string {
  const lineOf = ({ changes }: Match): number | undefined => placeOfEdge(evidence, changes[0].edge).location?.line;
  const own = lineOf(best);
  const lines = others
    .filter((other) => other.changes.length === 1 && isRival(other, best))
    .map(lineOf)
    .filter((line) => line !== undefined && line !== own);
  const told = [...new Set(lines)].slice(0, LINES_TOLD).map((line) => `line ${line}`);
  return told.length > 0 ? `; the same would come of ${told.join(', ')}` : '';
}

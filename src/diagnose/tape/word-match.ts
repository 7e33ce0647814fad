import type { NamedDiagnosis } from '../rank-diagnoses.js';
import { nameLearned } from './backward/name-learned.js';
import { certaintyOf } from './certainty.js';
import { isHalfSquare } from './half-square.js';
import { measureEffect } from './measure-effect.js';
import { nameMistake } from './name-mistake.js';
import type { Naming } from './naming.js';
import { placeOfEdge, textAt, wordPlace } from './places.js';
import { isRival, isTie } from './rank-changes.js';
import { readRounding, type Match } from './search-problem.js';
import { listPaths } from './site-words.js';
import type { TapeEvidence } from './tape-evidence.js';

/** The first match is told, the equivalent ones by their lines: one diagnosis for each mistake in it. */
export function wordMatch(evidence: TapeEvidence, matches: readonly Match[]): NamedDiagnosis[] {
  const best = chooseBest(evidence, matches);
  const equivalent = matches.filter((match) => match !== best);
  const { changes, leaves } = best;
  const parts = namePlaces(evidence, best);
  const rivals = equivalent.filter((other) => isRival(other.changes, changes));
  const otherCodes = rivals
    .filter((rival) => rival.changes.length === 1 && isTie(rival.changes, changes))
    .map((rival) => namePlaces(evidence, rival)[0].code)
    .filter((code) => !parts.some((part) => part.code === code));
  const strength = certaintyOf(best, measureEffect(evidence, leaves), otherCodes.length > 0);
  const also = [...new Set(otherCodes)];
  const isOneMistake = changes.every((change) => isSameMistake(change, changes[0]));
  const groups = isOneMistake ? [parts] : parts.map((part) => [part]);
  return groups.map((group, k) => {
    const words = group.map((part) => part.words + wordPlace(part.place)).join('; and ');
    const others = groups.filter((_, other) => other !== k).map(([{ place }]) => place.location?.line);
    const endings = [
      describeElsewhere(evidence, best, rivals),
      others.length > 0 ? `; with what is wrong at line ${others.join(' and ')} it is the whole of the error` : '',
      also.length > 0 ? `; ${also.join(' and ')} would give the same` : '',
    ];
    const [{ code, place }] = group;
    return {
      code,
      path: leaves[0].path,
      paths: leaves.map(({ path }) => path),
      message: `${listPaths(leaves)}: ${words}${endings.join('')}`,
      evidence: strength,
      ...(place.location ? { location: place.location } : {}),
    };
  });
}

/** The first; of others as telling one that has a plainer name: that of a square is the factor 2. */
function chooseBest({ tape }: TapeEvidence, matches: readonly Match[]): Match {
  const [first] = matches;
  const isHalf = ({ changes }: Match): boolean => changes.every((change) => isHalfSquare(tape, change));
  return matches.find((match) => isTie(match.changes, first.changes) && isHalf(match)) ?? first;
}

/** Each change of a match by its name, and where it stands. */
function namePlaces(evidence: TapeEvidence, { changes, leaves }: Match) {
  const effect = measureEffect(evidence, leaves);
  const { tape, layout, isFloat32 } = evidence;
  const naming: Naming = {
    nameFactor: evidence.nameFactor,
    textOf: (site, operand) => textAt(evidence, site, operand),
    codeOf: ({ edge, alteration }) =>
      nameLearned(tape, layout.leaves, edge, alteration.slopes(tape, edge), readRounding(isFloat32)),
    isAlone: leaves.length < evidence.layout.leaves.filter(({ size }) => size > 0).length,
  };
  return changes.map((change) => {
    const place = placeOfEdge(evidence, change.edge);
    // The factor over all of it is what several changes do together.
    const own = changes.length === 1 ? effect : { ...effect, factor: null };
    return { place, ...nameMistake(change, own, place, naming, isHalfSquare(evidence.tape, change)) };
  });
}

/** One mistake that was made at several operations of a kind, as in the lines of one formula. */
function isSameMistake(a: Match['changes'][number], b: Match['changes'][number]): boolean {
  if (a.alteration.kind === 'exchange') return b.alteration.kind === 'exchange';
  return (
    a.alteration.name === b.alteration.name && a.edge.operation === b.edge.operation && a.edge.kind === b.edge.kind
  );
}

const LINES_TOLD = 3;

/** Other lines at which the same mistake would give the same gradient. */
function describeElsewhere(evidence: TapeEvidence, best: Match, rivals: readonly Match[]): string {
  const lineOf = ({ changes }: Match): number | undefined => placeOfEdge(evidence, changes[0].edge).location?.line;
  const own = lineOf(best);
  const lines = rivals
    .filter((other) => other.changes.length === 1)
    .map(lineOf)
    .filter((line) => line !== undefined && line !== own);
  const told = [...new Set(lines)].slice(0, LINES_TOLD).map((line) => `line ${line}`);
  return told.length > 0 ? `; the same would come of ${told.join(', ')}` : '';
}

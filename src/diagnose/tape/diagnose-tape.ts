import { sweepAdjoints } from '../../autodiff/sweep.js';
import type { Diagnosis } from '../../check/report.js';
import type { Tape } from '../../model/tape.js';
import type { Leaf, TreeLayout } from '../../model/tree-layout.js';
import type { Change } from './altered-sweep.js';
import { listCandidates, type Candidate, type EdgeShare } from './list-candidates.js';
import { listEdges } from './list-edges.js';
import {
  compareChanges,
  confirms,
  findRecurrent,
  matchFactors,
  matchPairs,
  matchRecurrent,
  matchSingles,
  rankOf,
  type Functionals,
  type Match,
  type Target,
} from './match.js';
import { listPaths, nameMistake, type Effect, type NameFactor, type SitePlace } from './name-mistake.js';
import { createProjection, project, projectSizes, type Projection } from './projection.js';

export interface TapeEvidence {
  readonly tape: Tape;
  readonly layout: TreeLayout;
  readonly claimed: Float64Array;
  /** The gradient by the tape. */
  readonly exact: Float64Array;
  /** Whether an entry was found wrong. */
  isWrong(i: number): boolean;
  /** Typical size of an entry. */
  scaleAt(i: number): number;
  readonly isFloat32: boolean;
  describeSite(site: number): SitePlace;
  readonly nameFactor: NameFactor;
  readonly random: () => number;
}

/** Visits of tape entries that a search may cost: the work is bounded by counts, never by the clock. */
const MOST_VISITS = 6e8;
/** Alterations tried on each entry, on the average. */
const ALTERATIONS_PER_ENTRY = 8;

/**
 * Names the mistake in a gradient from the tape of its loss: which local derivative, put wrong in which way, gives the
 * user's gradient. Places and alterations are screened through random functionals, and what fits is confirmed by a
 * whole backward sweep with the alteration in place.
 */
export function diagnoseTape(evidence: TapeEvidence): Diagnosis[] {
  const search = prepareSearch(evidence);
  if (search === null) return [];
  const whole = findMatches(search, search.all, search.wrongLeaves);
  if (whole.length > 0) return [wordMatch(evidence, search, whole)];
  return explainApart(evidence, search);
}

interface Search {
  readonly tape: Tape;
  readonly target: Target;
  readonly projection: Projection;
  readonly candidates: readonly Candidate[];
  readonly shares: readonly EdgeShare[];
  readonly wrongLeaves: readonly Leaf[];
  readonly leaves: readonly Leaf[];
  readonly all: Functionals;
  visitsLeft: number;
}

function prepareSearch(evidence: TapeEvidence): Search | null {
  const { tape, layout, claimed, exact, isWrong, scaleAt, isFloat32, random } = evidence;
  if (tape.output === 0 || !claimed.every(Number.isFinite) || !exact.every(Number.isFinite)) return null;
  const wrongLeaves = layout.leaves.filter((leaf) => countWrong(leaf, isWrong) > 0);
  if (wrongLeaves.length === 0) return null;
  const isWrongLeaf = (leaf: Leaf): boolean => wrongLeaves.includes(leaf);
  const projection = createProjection(layout.leaves, isWrongLeaf, scaleAt, layout.size, random);
  const count = projection.directions.length;
  const cost = tape.length * count * ALTERATIONS_PER_ENTRY;
  if (cost > MOST_VISITS) return null;
  const difference = project(
    projection,
    claimed.map((value, i) => value - exact[i]),
  );
  const rounding = isFloat32 ? 3e-5 : 1e-10;
  const tolerance = projectSizes(projection, claimed, exact).map((size) => rounding * size + Number.MIN_VALUE);
  const target: Target = { claimed, exact, difference, tolerance, rounding: isFloat32 ? 1e-4 : 1e-9 };
  const adjoints = sweepAdjoints(tape);
  const { candidates, shares } = listCandidates(tape, adjoints, listEdges(tape, adjoints), projection);
  return {
    tape,
    target,
    projection,
    candidates,
    shares,
    wrongLeaves,
    leaves: layout.leaves,
    all: Array.from({ length: count }, (_, f) => f),
    visitsLeft: MOST_VISITS - cost,
  };
}

function countWrong(leaf: Leaf, isWrong: (i: number) => boolean): number {
  let count = 0;
  for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) if (isWrong(i)) count++;
  return count;
}

/** Confirmed explanations of the wrong parameters in `leaves`, the most telling first. */
function findMatches(search: Search, among: Functionals, leaves: readonly Leaf[]): Match[] {
  const { tape, target, candidates, shares } = search;
  const confirmed = among === search.all ? search.leaves : leaves;
  const keep = (changes: readonly Change[][]): Match[] => {
    const kept: Match[] = [];
    for (const change of changes.slice(0, 24)) {
      search.visitsLeft -= tape.length;
      if (search.visitsLeft < 0) break;
      if (confirms(tape, change, confirmed, target)) kept.push({ changes: change, leaves });
    }
    return kept;
  };
  const singles = [...matchSingles(candidates, target, among), ...matchFactors(shares, target, among)];
  const found = keep(singles.sort(compareChanges).map((change) => [change]));
  if (found.length > 0) return found;
  const mostEdges = Math.floor(Math.max(0, search.visitsLeft / 4) / tape.length);
  const recurrent = findRecurrent(tape, shares, search.projection, target, mostEdges);
  search.visitsLeft -= mostEdges * tape.length;
  const sweeps = recurrent.length * 16 * tape.length;
  if (recurrent.length > 0 && sweeps < search.visitsLeft) {
    search.visitsLeft -= sweeps;
    const changes = matchRecurrent(tape, candidates, recurrent, search.projection, target, among);
    const matches = keep(changes.map((change) => [change]));
    if (matches.length > 0) return matches;
  }
  // A pair of places explains almost anything in a few numbers: only where there are many to explain.
  return among.length >= 4 ? keep(matchPairs(candidates, target, among)) : [];
}

/** Parameters one by one: a mistake in what only one of them gets, or several mistakes. */
function explainApart(evidence: TapeEvidence, search: Search): Diagnosis[] {
  const byExplanation = new Map<string, Match[]>();
  search.projection.groups.forEach((group, g) => {
    if (!group.isWrong || group.leaves.length > 1) return;
    const among = search.all.filter((f) => search.projection.groupOf[f] === g);
    if (among.length < 2) return;
    const [match, ...others] = findMatches(search, among, group.leaves);
    if (!match || match.changes.length > 1) return;
    const key = match.changes.map(keyOf).join(' + ');
    byExplanation.set(key, [...(byExplanation.get(key) ?? []), match, ...others.slice(0, 0)]);
  });
  return [...byExplanation.values()].map((matches) =>
    wordMatch(evidence, search, [{ ...matches[0], leaves: matches.flatMap(({ leaves }) => leaves) }]),
  );
}

function keyOf({ edge, alteration, instances }: Change): string {
  const name = 'factor' in alteration ? alteration.factor : alteration.name;
  return `${edge.site} ${edge.side} ${edge.length} ${name} ${instances}`;
}

function wordMatch(evidence: TapeEvidence, search: Search, matches: readonly Match[]): Diagnosis {
  const [best, ...equivalent] = matches;
  const effect = measureEffect(evidence, best.leaves);
  const parts = best.changes.map((change) => {
    const place = evidence.describeSite(change.edge.site);
    return {
      change,
      place,
      ...nameMistake(
        change,
        best.changes.length > 1 ? { ...effect, factor: null } : effect,
        place,
        evidence.nameFactor,
      ),
    };
  });
  const [first] = parts;
  const words = parts.map(({ words, place }) => words + wordPlace(place)).join('; and ');
  const elsewhere = describeElsewhere(evidence, best, equivalent);
  return {
    code: first.code,
    path: best.leaves[0].path,
    message: `${listPaths(best.leaves)}: ${words}${elsewhere}`,
    evidence: isCertain(effect, matches, search) ? 'exact' : 'strong',
    ...(first.place.location ? { location: first.place.location } : {}),
  };
}

/** With one or two wrong numbers several names may fit by chance; then none is certain. */
function isCertain({ wrongEntries }: Effect, matches: readonly Match[], _search: Search): boolean {
  if (wrongEntries >= 3) return true;
  const ranks = new Set(matches.map(({ changes }) => rankOf(changes[0])));
  return ranks.size === 1 && matches[0].changes.length === 1 && !('factor' in matches[0].changes[0].alteration);
}

function wordPlace({ location }: SitePlace): string {
  return location ? ` (${baseName(location.file)}:${location.line}:${location.column})` : '';
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

function describeElsewhere(evidence: TapeEvidence, best: Match, others: readonly Match[]): string {
  const lines = new Set<string>();
  const own = evidence.describeSite(best.changes[0].edge.site).location;
  for (const { changes } of others) {
    if (changes.length > 1 || rankOf(changes[0]) > rankOf(best.changes[0]) + 1) continue;
    const { location } = evidence.describeSite(changes[0].edge.site);
    if (location && location.line !== own?.line) lines.add(`line ${location.line}`);
  }
  const shown = [...lines].slice(0, 3);
  return shown.length > 0 ? `; the same would come of ${shown.join(', ')}` : '';
}

function measureEffect({ claimed, exact, isWrong, isFloat32 }: TapeEvidence, leaves: readonly Leaf[]): Effect {
  const tolerance = isFloat32 ? 1e-4 : 1e-8;
  let wrongEntries = 0;
  let over = 0;
  let under = 0;
  let size = 0;
  for (const { offset, size: count } of leaves) {
    for (let i = offset; i < offset + count; i++) {
      if (isWrong(i)) wrongEntries++;
      over += claimed[i] * exact[i];
      under += exact[i] ** 2;
      size += claimed[i] ** 2 + exact[i] ** 2;
    }
  }
  const factor = under > 0 ? over / under : NaN;
  let residual = 0;
  for (const { offset, size: count } of leaves) {
    for (let i = offset; i < offset + count; i++) residual += (claimed[i] - factor * exact[i]) ** 2;
  }
  const isConstant = Number.isFinite(factor) && wrongEntries > 1 && Math.sqrt(residual) <= tolerance * Math.sqrt(size);
  return { factor: isConstant ? Number(factor.toPrecision(9)) : null, wrongEntries };
}

import type { Diagnosis, SourceLocation } from '../../check/report.js';
import { siteAt } from '../../model/tape.js';
import type { Leaf } from '../../model/tree-layout.js';
import type { Change } from './altered-sweep.js';
import { listPaths, nameKeptUses, nameMistake, type Effect, type NameFactor, type SitePlace } from './name-mistake.js';
import { ZERO } from './alteration.js';
import { rankOf, Search, type Match, type SearchProblem } from './search.js';
import { findKeptUses } from './uses.js';

export interface TapeEvidence extends Omit<SearchProblem, 'isUsualFactor' | 'isOwn' | 'lineGap'> {
  describeSite(site: number): SitePlace;
  /** Words for a factor that is explained by something in sight. */
  readonly nameFactor: NameFactor;
  /** The user's model file; places in it are named before places in others. */
  readonly ownFile: string;
  /** The places of the calls under which an entry was computed, innermost first. */
  callersOf(entry: number): readonly SourceLocation[];
}

/**
 * Names the mistake in a gradient from the tape of its loss: which local derivative, put wrong in which way, gives the
 * user's gradient. Places and alterations are screened through random functionals, and what fits is confirmed by a
 * whole backward sweep with the alteration in place.
 */
export function diagnoseTape(evidence: TapeEvidence): TapeFindings {
  const search = openSearch(evidence);
  if (search === null) return { diagnoses: [], placeFor: ({ path }) => placeOfUse(evidence, path) };
  const whole = search.explainAll();
  const diagnoses = whole.length > 0 ? [wordMatch(evidence, whole)] : explainApart(evidence, search);
  const placeFor = ({ code, path }: Diagnosis): Place | null =>
    code === 'unknown' ? suspectPlace(evidence, search) : placeOfUse(evidence, path);
  return { diagnoses, placeFor };
}

export interface TapeFindings {
  readonly diagnoses: Diagnosis[];
  /** Where to look for a mistake that the numbers alone have named, or could not name. */
  placeFor(diagnosis: Diagnosis): Place | null;
}

/** A place and why it is the one. */
export interface Place {
  readonly location: SourceLocation;
  readonly reason: string;
}

function openSearch(evidence: TapeEvidence): Search | null {
  return Search.open({
    ...evidence,
    isUsualFactor: (factor) => evidence.nameFactor(factor) !== null,
    isOwn: (site) => evidence.describeSite(site).location?.file === evidence.ownFile,
    lineGap: (a, b) => {
      const [first, second] = [a, b].map((site) => evidence.describeSite(site).location);
      return first && first.file === second?.file ? Math.abs(first.line - second.line) : Infinity;
    },
  });
}

/**
 * The place to begin a search at where no mistake has a name: the last operation that only wrong parameters go through;
 * null where there is no right one to tell them from.
 */
function suspectPlace(evidence: TapeEvidence, search: Search): Place | null {
  const edge = search.lastOfTheWrong();
  const location = edge && placeOfChange(evidence, { edge, alteration: ZERO }).location;
  return location && { location, reason: 'the last operation that only wrong parameters go through' };
}

/** Where a parameter enters the loss: its first use, or the call of a helper that makes it. */
function placeOfUse(evidence: TapeEvidence, path: string): Place | null {
  const { tape, layout, ownFile } = evidence;
  const leaf = layout.leaves.find((one) => one.path === path);
  if (!leaf) return null;
  const isIn = (entry: number): boolean => entry > leaf.offset && entry <= leaf.offset + leaf.size;
  for (let i = tape.inputs + 1; i < tape.length; i++) {
    if (!isIn(tape.left[i]) && !isIn(tape.right[i])) continue;
    const { location, text } = evidence.describeSite(siteAt(tape, i));
    const calls = evidence.callersOf(i).filter(({ file }) => file === ownFile);
    const call = calls.length > 2 ? calls[1] : location?.file === ownFile ? undefined : calls[0];
    const place = call ?? (location && { ...location, text });
    return place && { location: place, reason: `${path} enters the loss` };
  }
  return null;
}

/** Parameters one by one: a mistake in what only one of them gets, or several mistakes. */
function explainApart(evidence: TapeEvidence, search: Search): Diagnosis[] {
  const diagnoses: Diagnosis[] = [];
  const byExplanation = new Map<string, Match[]>();
  for (const leaf of search.wrongLeaves) {
    const kept = wordKeptUses(evidence, search, leaf);
    if (kept) {
      diagnoses.push(kept);
      continue;
    }
    const [match] = search.explainLeaf(leaf);
    if (!match) continue;
    const key = match.changes.map(keyOf).join(' + ');
    byExplanation.set(key, [...(byExplanation.get(key) ?? []), match]);
  }
  for (const matches of byExplanation.values()) {
    const leaves = matches.flatMap((match) => match.leaves);
    diagnoses.push(wordMatch(evidence, [{ ...matches[0], leaves }]));
  }
  return diagnoses;
}

function keyOf({ edge, alteration }: Change): string {
  return `${edge.site} ${edge.kind} ${edge.part?.by ?? ''} ${edge.part?.key ?? ''} ${alteration.name}`;
}

function wordKeptUses(evidence: TapeEvidence, search: Search, leaf: Leaf): Diagnosis | null {
  const { target, tape, adjoints } = search;
  const kept = findKeptUses(tape, adjoints, leaf, target.claimed, target.rounding);
  if (!kept) return null;
  const place = evidence.describeSite(kept.site);
  const { code, words } = nameKeptUses(kept, place);
  return {
    code,
    path: leaf.path,
    message: `${leaf.path}: ${words}${wordPlace(place)}`,
    evidence: leaf.size >= 3 ? 'exact' : 'strong',
    ...(place.location ? { location: place.location } : {}),
  };
}

function wordMatch(evidence: TapeEvidence, matches: readonly Match[]): Diagnosis {
  const [best, ...equivalent] = matches;
  const effect = measureEffect(evidence, best.leaves);
  const single = best.changes.length === 1;
  const parts = best.changes.map((change) => {
    const place = placeOfChange(evidence, change);
    const mistake = nameMistake(change, single ? effect : { ...effect, factor: null }, place, {
      nameFactor: evidence.nameFactor,
      textOf: (site, operand) => textAt(evidence, site, operand),
      isAlone: best.leaves.length < evidence.layout.leaves.filter(({ size }) => size > 0).length,
    });
    return { change, place, ...mistake };
  });
  const [first] = parts;
  const words = parts.map(({ words: said, place }) => said + wordPlace(place)).join('; and ');
  return {
    code: first.code,
    path: best.leaves[0].path,
    message: `${listPaths(best.leaves)}: ${words}${describeElsewhere(evidence, best, equivalent)}`,
    evidence: isCertain(effect, matches) ? 'exact' : 'strong',
    ...(first.place.location ? { location: first.place.location } : {}),
  };
}

/**
 * Where to look: the place itself; of a helper in another file, or of some calls of a helper, the call in the user's own
 * file.
 */
function placeOfChange(evidence: TapeEvidence, { edge }: Change): SitePlace {
  const place = evidence.describeSite(edge.site);
  const { location, text } = place;
  const isOwn = location?.file === evidence.ownFile;
  if (location === null || (isOwn && !edge.part)) return place;
  const calls = evidence.callersOf(edge.entries[0]).filter(({ file }) => file === evidence.ownFile);
  const call = isOwn ? calls[1] : calls[0];
  return call ? { ...place, location: { ...call, text } } : place;
}

function textAt(evidence: TapeEvidence, site: number, operand?: 0 | 1): { text: string; line: number | null } {
  const { text, operands, location } = evidence.describeSite(site);
  return { text: operand === undefined ? text : (operands[operand] ?? text), line: location?.line ?? null };
}

/** With one or two wrong numbers several names may fit by chance; and a far-fetched one needs more to speak for it. */
function isCertain({ wrongEntries }: Effect, [best, ...others]: readonly Match[]): boolean {
  const rank = best.changes.reduce((sum, change) => sum + rankOf(change), 0);
  if (best.changes.length > 1 || best.changes[0].alteration.kind === 'substitution') return wrongEntries >= 8;
  if (wrongEntries >= 3) return true;
  const rivals = others.filter(({ changes }) => rankOf(changes[0]) <= rank + 1);
  return rivals.length === 0 && best.changes[0].alteration.kind !== 'factor';
}

function wordPlace({ location }: SitePlace): string {
  return location ? ` (${baseName(location.file)}:${location.line}:${location.column})` : '';
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** Other lines at which the same mistake would give the same gradient. */
function describeElsewhere(evidence: TapeEvidence, best: Match, others: readonly Match[]): string {
  const own = placeOfChange(evidence, best.changes[0]).location;
  const rank = rankOf(best.changes[0]);
  const lines = new Set<string>();
  for (const { changes } of others) {
    if (changes.length > 1 || rankOf(changes[0]) > rank + 1) continue;
    const { location } = placeOfChange(evidence, changes[0]);
    if (location && location.line !== own?.line) lines.add(`line ${location.line}`);
  }
  const shown = [...lines].slice(0, 3);
  return shown.length > 0 ? `; the same would come of ${shown.join(', ')}` : '';
}

function measureEffect({ claimed, exact, isWrong, isFloat32 }: TapeEvidence, leaves: readonly Leaf[]): Effect {
  const tolerance = isFloat32 ? 1e-4 : 1e-8;
  let [wrongEntries, over, under, size] = [0, 0, 0, 0];
  const each = (visit: (i: number) => void): void => {
    for (const leaf of leaves) for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) visit(i);
  };
  each((i) => {
    if (isWrong(i)) wrongEntries++;
    over += claimed[i] * exact[i];
    under += exact[i] ** 2;
    size += claimed[i] ** 2 + exact[i] ** 2;
  });
  const factor = under > 0 ? over / under : NaN;
  let residual = 0;
  each((i) => (residual += (claimed[i] - factor * exact[i]) ** 2));
  const isConstant = Number.isFinite(factor) && wrongEntries > 1 && Math.sqrt(residual) <= tolerance * Math.sqrt(size);
  return { factor: isConstant ? Number(factor.toPrecision(9)) : null, wrongEntries };
}

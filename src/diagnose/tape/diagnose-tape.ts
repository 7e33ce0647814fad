import type { Diagnosis, SourceLocation } from '../../check/report.js';
import { siteAt } from '../../model/tape.js';
import type { Leaf } from '../../model/tree-layout.js';
import type { Change } from './altered-sweep.js';
import { listPaths, nameKeptUses, nameMistake, type Effect, type NameFactor, type SitePlace } from './name-mistake.js';
import { ZERO } from './alteration.js';
import { parameterOf, splitIntoBlocks } from './blocks.js';
import { findExtraPenalty } from './extra-penalty.js';
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
export function diagnoseTape(given: TapeEvidence): TapeFindings {
  const layout = { ...given.layout, leaves: splitIntoBlocks(given.layout.leaves, given.isWrong) };
  const evidence = { ...given, layout };
  const search = openSearch(evidence);
  if (search === null) return { diagnoses: [], placeFor: ({ path }) => placeOfUse(given, path) };
  const placeFor = ({ code, path }: Diagnosis): Place | null =>
    code === 'unknown' ? suspectPlace(evidence, search) : placeOfUse(given, path);
  const diagnoses = nameMistakes(evidence, search).map((one) => ({ ...one, path: parameterOf(one.path) }));
  return { diagnoses, placeFor };
}

/** From what concerns single parameters and has one plain name, to what explains all of it, to what explains parts. */
function nameMistakes(evidence: TapeEvidence, search: Search): Diagnosis[] {
  const plain = search.wrongLeaves.map((leaf) => wordPlainMistake(evidence, search, leaf));
  if (plain.every((diagnosis) => diagnosis !== null)) return mergeAlike(plain);
  const whole = search.explainAll();
  return whole.length > 0 ? [wordMatch(evidence, whole)] : explainApart(evidence, search, plain);
}

/** Several parameters with one mistake: the first speaks for all. */
function mergeAlike(diagnoses: readonly Diagnosis[]): Diagnosis[] {
  const groups = new Map<string, Diagnosis[]>();
  for (const one of diagnoses) {
    const key = `${one.code} ${one.location?.file}:${one.location?.line} ${one.message.slice(one.path.length)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    return { ...first, message: group.map(({ path }) => path).join(', ') + first.message.slice(first.path.length) };
  });
}

/** A parameter that was never filled, that keeps some of its uses only, or that is penalised in the gradient alone. */
function wordPlainMistake(evidence: TapeEvidence, search: Search, leaf: Leaf): Diagnosis | null {
  return (
    wordZero(evidence, search, leaf) ?? wordKeptUses(evidence, search, leaf) ?? wordExtraPenalty(evidence, search, leaf)
  );
}

function wordZero(evidence: TapeEvidence, { target }: Search, leaf: Leaf): Diagnosis | null {
  const { offset, size, path } = leaf;
  if (target.claimed.subarray(offset, offset + size).some((value) => value !== 0)) return null;
  const place = placeOfUse(evidence, path);
  const where = place ? `; it enters the loss at line ${place.location.line}` : '';
  return {
    code: 'zero-gradient',
    path,
    message: `${path}: the gradient is 0, but the loss depends on it: never filled, or treated as a constant${where}`,
    evidence: 'exact',
    ...(place ? { location: place.location } : {}),
  };
}

function wordExtraPenalty(evidence: TapeEvidence, search: Search, leaf: Leaf): Diagnosis | null {
  const { tape, adjoints, target } = search;
  const { claimed, exact, rounding } = target;
  const extra = findExtraPenalty(tape, adjoints, leaf, claimed, exact, rounding);
  if (!extra) return null;
  const place = evidence.describeSite(extra.site);
  const coefficient = Number(extra.coefficient.toPrecision(6));
  return {
    code: 'extra-term',
    path: leaf.path,
    message: `${leaf.path}: the gradient holds ${coefficient} times the parameter too much: the penalty \`${place.text}\` does not apply to it in the loss${wordPlace(place)}`,
    evidence: leaf.size >= 3 ? 'exact' : 'strong',
    ...(place.location ? { location: place.location } : {}),
  };
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
function explainApart(evidence: TapeEvidence, search: Search, plain: readonly (Diagnosis | null)[]): Diagnosis[] {
  const byExplanation = new Map<string, Match[]>();
  search.wrongLeaves.forEach((leaf, k) => {
    const [match] = plain[k] ? [] : search.explainLeaf(leaf);
    if (!match) return;
    const key = match.changes.map(keyOf).join(' + ');
    byExplanation.set(key, [...(byExplanation.get(key) ?? []), match]);
  });
  const traced = [...byExplanation.values()].map((matches) =>
    wordMatch(evidence, [{ ...matches[0], leaves: matches.flatMap((match) => match.leaves) }]),
  );
  return [...traced, ...mergeAlike(plain.filter((diagnosis) => diagnosis !== null))];
}

function keyOf({ edge, alteration }: Change): string {
  return `${edge.site} ${edge.kind} ${edge.part?.by ?? ''} ${edge.part?.key ?? ''} ${alteration.name}`;
}

function wordKeptUses(evidence: TapeEvidence, search: Search, leaf: Leaf): Diagnosis | null {
  const { target, tape, adjoints } = search;
  const kept = findKeptUses(tape, adjoints, leaf, target.claimed, target.rounding, search.blockOf);
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
  const isConstant =
    Number.isFinite(factor) && (wrongEntries > 1 || factor === 0) && Math.sqrt(residual) <= tolerance * Math.sqrt(size);
  return { factor: isConstant ? Number(factor.toPrecision(9)) : null, wrongEntries };
}

import type { Diagnosis } from '../../check/report.js';
import type { NamedDiagnosis } from '../rank-diagnoses.js';
import type { Change } from './altered-sweep.js';
import { parameterOf, splitIntoBlocks } from './blocks.js';
import { placeOfEdge, placeOfUse } from './places.js';
import { wordPlainMistake } from './plain-mistakes.js';
import type { Match } from './search-problem.js';
import { Search } from './search.js';
import type { Place, TapeEvidence, TapeFindings } from './tape-evidence.js';
import { wordMatch } from './word-match.js';

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
  return { diagnoses: joinBlocks(nameMistakes(evidence, search), search), placeFor };
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

/** From what concerns single parameters and has one plain name, to what explains all of it, to what explains parts. */
function nameMistakes(evidence: TapeEvidence, search: Search): NamedDiagnosis[] {
  const plain = search.wrongLeaves.map((leaf) => wordPlainMistake(evidence, search, leaf));
  if (plain.every((diagnosis) => diagnosis !== null)) return mergeAlike(plain);
  const whole = search.explainAll();
  return whole.length > 0 ? wordMatch(evidence, whole) : explainApart(evidence, search, plain);
}

/** Parameters one by one: a mistake in what only one of them gets, or several mistakes. */
function explainApart(
  evidence: TapeEvidence,
  search: Search,
  plain: readonly (NamedDiagnosis | null)[],
): NamedDiagnosis[] {
  const byExplanation = new Map<string, Match[]>();
  search.wrongLeaves.forEach((leaf, k) => {
    const [match] = plain[k] ? [] : search.explainLeaf(leaf);
    if (!match) return;
    const key = match.changes.map(keyOf).join(' + ');
    byExplanation.set(key, [...(byExplanation.get(key) ?? []), match]);
  });
  const traced = [...byExplanation.values()].flatMap((matches) =>
    wordMatch(evidence, [{ ...matches[0], leaves: matches.flatMap(({ leaves }) => leaves) }]),
  );
  return [...traced, ...mergeAlike(plain.filter((diagnosis) => diagnosis !== null))];
}

function keyOf({ edge, alteration }: Change): string {
  return `${edge.site} ${edge.kind} ${edge.part?.by ?? ''} ${edge.part?.key ?? ''} ${alteration.name}`;
}

/** Several parameters with one mistake: the first speaks for all. */
function mergeAlike(diagnoses: readonly NamedDiagnosis[]): NamedDiagnosis[] {
  const groups = new Map<string, NamedDiagnosis[]>();
  for (const one of diagnoses) {
    const key = `${one.code} ${one.location?.file}:${one.location?.line} ${one.message.slice(one.path.length)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const paths = group.map(({ path }) => path);
    return { ...first, paths, message: paths.join(', ') + first.message.slice(first.path.length) };
  });
}

/** Speaks of parameters again instead of their blocks; a parameter is accounted for when all its wrong blocks are. */
function joinBlocks(diagnoses: readonly NamedDiagnosis[], { wrongLeaves }: Search): NamedDiagnosis[] {
  const explained = new Set(diagnoses.flatMap(pathsOf));
  const open = new Set(wrongLeaves.filter(({ path }) => !explained.has(path)).map(({ path }) => parameterOf(path)));
  return diagnoses.map((one) => ({
    ...one,
    evidence: one.evidence === 'exact' && isContested(one, diagnoses) ? 'strong' : one.evidence,
    path: parameterOf(one.path),
    paths: pathsOf(one).map((path) => (open.has(parameterOf(path)) ? path : parameterOf(path))),
  }));
}

/** Whether another story is told of other blocks of the same parameter: one mistake that fits neither looks like this. */
function isContested(one: NamedDiagnosis, all: readonly NamedDiagnosis[]): boolean {
  const parameters = parametersOf(one);
  const blocks = pathsOf(one);
  return all.some(
    (other) =>
      parametersOf(other).some((path) => parameters.includes(path)) &&
      pathsOf(other).every((path) => !blocks.includes(path)),
  );
}

const pathsOf = ({ paths, path }: NamedDiagnosis): readonly string[] => paths ?? [path];
const parametersOf = (one: NamedDiagnosis): string[] => pathsOf(one).map(parameterOf);

/** The place to begin a search at where no mistake has a name. */
function suspectPlace(evidence: TapeEvidence, search: Search): Place | null {
  const suspect = search.findSuspect();
  const location = suspect && placeOfEdge(evidence, suspect.edge).location;
  return location && { location, reason: suspect.reason };
}

import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';
import type { NamedDiagnosis } from '../rank-diagnoses.js';
import { be, gradientsOf } from '../words.js';
import { listDesigns, type Design } from './designs.js';
import { relativeGap, tellingEntries, type Experimenting, type Outcome } from './experiment.js';

/** Entries of each parameter that are looked at. */
const ENTRIES_EACH = 3;
/** Parameters that are looked at together. */
const MOST_PARAMETERS = 8;
/** The mistake does not show where its relative error is below this share of what it was, with the bound. */
const HIDDEN = 0.01;
/** It still shows at a point as unusual, but not special, where that is above this share. */
const SHOWN = 0.1;
/** A derivative that becomes so much smaller may have lost the part that is wrong. */
const KEPT_SIZE = 0.1;
/** Entries that must agree for more than a hint. */
const LEAST_STRONG = 3;

/**
 * Looks for a change of the parameters under which the mistake does not show: it says what the mistake depends on, which
 * numbers at one point cannot. Each change is held against one as large, but without what makes it special.
 */
export function* findHidingDesign(
  model: ModelEvidence,
  open: readonly ParameterEvidence[],
  random: () => number,
): Experimenting<NamedDiagnosis | null> {
  const looked = open.slice(0, MOST_PARAMETERS).filter((parameter) => tellingEntries(parameter, 1).length > 0);
  if (looked.length === 0) return null;
  const entries = looked.flatMap((parameter) => tellingEntries(parameter, ENTRIES_EACH));
  const first = entriesOf(looked[0], entries);
  const before = outcomeAtOwnPoint(model);
  for (const design of listDesigns(model, looked)) {
    const point = changePoint(model, design, design.valuesOf);
    // Most designs fall at the first entry.
    if (standingOf(yield { point, entries: first.slice(0, 1) }, before, first.slice(0, 1), point) === 'shown') continue;
    const outcome = yield { point, entries };
    const standings = looked.map((parameter) => standingOf(outcome, before, entriesOf(parameter, entries), point));
    if (!tells(design, standings)) continue;
    const hidden = looked.filter((_, k) => standings[k] === 'hidden' || (design.mayCut && standings[k] === 'cut'));
    const control = yield { point: changePoint(model, design, shaken(design, random)), entries };
    if (!entries.some((i) => isShown(control, before, i))) continue;
    const count = hidden.reduce((sum, parameter) => sum + entriesOf(parameter, entries).length, 0);
    return tell(design, hidden, count);
  }
  return null;
}

/** Where a signal may be cut, the mistake must show nowhere; elsewhere it must be hidden in the first parameter at least. */
function tells({ mayCut }: Design, standings: readonly Standing[]): boolean {
  if (mayCut) return !standings.includes('shown') && standings.includes('hidden');
  return !standings.includes('cut') && standings[0] === 'hidden';
}

function tell({ code, evidence, words }: Design, hidden: readonly ParameterEvidence[], count: number): NamedDiagnosis {
  const paths = hidden.map(({ path }) => path);
  return {
    code,
    path: paths[0],
    paths,
    message: `${gradientsOf(paths)} ${be(paths)} ${words}`,
    evidence: count >= LEAST_STRONG ? evidence : 'hint',
    isBehind: true,
  };
}

function entriesOf({ leaf }: ParameterEvidence, entries: readonly number[]): number[] {
  return entries.filter((i) => i >= leaf.offset && i < leaf.offset + leaf.size);
}

function outcomeAtOwnPoint({ evidence, parameters }: ModelEvidence): Outcome {
  const { claimed } = evidence;
  const numeric = new Float64Array(claimed.length).fill(NaN);
  const bound = new Float64Array(claimed.length).fill(NaN);
  for (const parameter of parameters) {
    numeric.set(parameter.numeric, parameter.leaf.offset);
    bound.set(parameter.bound, parameter.leaf.offset);
  }
  return { claimed, numeric, bound };
}

type Standing = 'hidden' | 'cut' | 'shown';

/**
 * `hidden`: the mistake shows in none of the entries whose derivative is still there; `cut`: most derivatives are not, so
 * that nothing can be said.
 */
function standingOf(
  outcome: Outcome | null,
  before: Outcome,
  entries: readonly number[],
  point: Float64Array,
): Standing {
  if (!outcome) return 'cut';
  const left = entries.filter((i) => Math.abs(outcome.numeric[i]) > KEPT_SIZE * Math.abs(before.numeric[i]));
  if (2 * left.length <= entries.length || isPenaltyAlone(outcome, left, point)) return 'cut';
  const isHidden = left.every((i) => {
    const { gap, bound } = relativeGap(outcome, i);
    return gap + bound <= HIDDEN * relativeGap(before, i).gap;
  });
  return isHidden ? 'hidden' : 'shown';
}

/** Derivatives that are one multiple of the parameter: nothing but a penalty on it is left. */
function isPenaltyAlone(
  { numeric, bound }: Outcome,
  [first, ...others]: readonly number[],
  point: Float64Array,
): boolean {
  const c = numeric[first] / point[first];
  return (
    others.length > 0 &&
    others.every((i) => Math.abs(numeric[i] - c * point[i]) <= 2 * bound[i] + 1e-3 * Math.abs(numeric[i]))
  );
}

function isShown(outcome: Outcome | null, before: Outcome, i: number): boolean {
  if (!outcome) return false;
  const { gap, bound } = relativeGap(outcome, i);
  return gap - bound > SHOWN * relativeGap(before, i).gap;
}

function changePoint(
  { evidence }: ModelEvidence,
  { changed }: Design,
  valuesOf: (parameter: ParameterEvidence) => Float64Array,
): Float64Array {
  const point = evidence.point.slice();
  for (const parameter of changed) point.set(valuesOf(parameter), parameter.leaf.offset);
  return point;
}

/** Values as far from the original ones as the design's, each by as much, but to sides and in an order of chance. */
function shaken({ valuesOf }: Design, random: () => number): (parameter: ParameterEvidence) => Float64Array {
  return (parameter) => {
    const designed = valuesOf(parameter);
    const spread = Math.sqrt(parameter.value.reduce((sum, x, i) => sum + (designed[i] - x) ** 2, 0) / designed.length);
    return parameter.value.map((x) => x + (random() < 0.5 ? -1 : 1) * (0.2 + 0.4 * random()) * spread);
  };
}

import type { Diagnosis, EntryReport, ModelReport, ParameterReport, PointReport } from '../check/report.js';
import { printable } from '../terminal/sanitize.js';
import { breadcrumb } from './breadcrumb.js';
import { describeNumbers, describeShare } from './describe-entry.js';
import { compareSizes, errorOf, ruleOf, type Problem } from './problem.js';
import { shownEntry } from './shown-entry.js';
import { adviseOnReason, describeDiagnosis, describeReason } from './wording.js';

/** Diagnoses told of one parameter; further ones are guesses. */
const DIAGNOSES_TOLD = 3;

/** A parameter at a point. */
interface Occurrence {
  readonly point: PointReport;
  readonly parameter: ParameterReport;
}

/** The parameters with wrong entries, each once, with the worst of its entries over all points. */
export function wrongParameters(model: ModelReport): Problem[] {
  return [...groupByPath(model, ({ verdict }) => verdict === 'fail')].map(([path, places]) => {
    const isKnown = model.known || places.every(({ parameter }) => parameter.known === parameter.failed);
    const place = places.reduce((a, b) => (compareSizes(errorOf(worstOf(b)), errorOf(worstOf(a))) > 0 ? b : a));
    const worst = worstOf(place);
    const diagnoses = diagnosesOf(model, path);
    return {
      rule: ruleOf(diagnoses),
      level: isKnown ? 'note' : 'error',
      model,
      path,
      title: `${isKnown ? 'known wrong gradient' : 'wrong gradient'}: ${printable(path)}`,
      message: [describeWrong(place), describeReason(worst.reason), ...diagnoses.map(describeDiagnosis)].join('\n'),
      location: diagnoses.find(({ location }) => location)?.location,
      weight: errorOf(worst),
    };
  });
}

/** The parameters with undecided entries, of a model that is undecided for them. */
export function undecidedParameters(model: ModelReport): Problem[] {
  if (model.verdict !== 'inconclusive') return [];
  return [...groupByPath(model, ({ inconclusive }) => inconclusive > 0)].map(([path, [place]]) => {
    const { parameter } = place;
    const entry = parameter.notes.find(({ verdict }) => verdict === 'inconclusive') ?? shownEntry(parameter);
    const advice = entry && adviseOnReason(entry.reason, entry.relativeError);
    const share = `${printable(path)}: ${describeShare(parameter.inconclusive, parameter)} could not be decided${atPoint(place)}`;
    return {
      rule: 'undecided',
      level: model.known ? 'note' : 'warning',
      model,
      path,
      title: `${model.known ? 'known to be undecided' : 'undecided'}: ${printable(path)}`,
      message: [share, ...(entry ? [describeReason(entry.reason)] : []), ...(advice ? [advice] : [])].join('\n'),
      weight: parameter.inconclusive,
    };
  });
}

function groupByPath(model: ModelReport, holds: (parameter: ParameterReport) => boolean): Map<string, Occurrence[]> {
  const found = new Map<string, Occurrence[]>();
  for (const point of model.points)
    for (const parameter of point.parameters)
      if (holds(parameter)) found.set(parameter.path, [...(found.get(parameter.path) ?? []), { point, parameter }]);
  return found;
}

/** Diagnoses of a parameter, else those of the model as a whole. */
function diagnosesOf({ diagnoses }: ModelReport, path: string): Diagnosis[] {
  const own = diagnoses.filter((diagnosis) => diagnosis.path === path);
  return (own.length > 0 ? own : diagnoses.filter((diagnosis) => diagnosis.path === '')).slice(0, DIAGNOSES_TOLD);
}

/** `b2: 3 of 5 entries are wrong; b2[4]: analytic …`. */
function describeWrong(place: Occurrence): string {
  const { parameter } = place;
  const entry = worstOf(place);
  const numbers = describeNumbers(entry);
  if (parameter.failed === 0)
    return `${printable(parameter.path)}: wrong along a direction${atPoint(place)}; ${numbers}`;
  const share = `${describeShare(parameter.failed, parameter)} ${parameter.failed === 1 ? 'is' : 'are'} wrong`;
  const path = printable(parameter.path);
  return `${path}: ${share}${atPoint(place)}; ${breadcrumb(path, entry.index)}: ${numbers}`;
}

/** The worst wrong entry; or the derivative along a direction, where none was looked for. */
function worstOf({ parameter }: Occurrence): EntryReport {
  if (parameter.failed === 0) return shownEntry(parameter)!;
  return parameter.failures.reduce((a, b) => (compareSizes(errorOf(b), errorOf(a)) > 0 ? b : a));
}

function atPoint({ point }: Occurrence): string {
  return point.name === 'params' ? '' : ` at ${printable(point.name)}`;
}

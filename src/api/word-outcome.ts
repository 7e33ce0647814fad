import type { CheckReport, ModelReport, ModelVerdict, ParameterReport } from '../check/report.js';
import { breadcrumb } from '../report/breadcrumb.js';
import { shownEntry } from '../report/shown-entry.js';
import { describeReason } from '../report/wording.js';
import { formatQuantity, formatRelativeError } from '../terminal/number-format.js';
import { printable } from '../terminal/sanitize.js';

const NAMES_SHOWN = 3;

/** One line on a run that did not come out as it should: what was expected, and what was found instead. */
export function wordOutcome({ summary, models }: CheckReport, expected: 'right' | 'wrong'): string {
  const [first] = models;
  const isOne = models.length === 1;
  const what = isOne ? `the gradient of ${printable(first.name)}` : `the gradients of ${models.length} models`;
  const start = `expected ${what} to be ${expected}, but `;
  if (summary.verdict === 'pass') return `${start}${isOne ? 'it is' : 'all are'} right`;
  const found = models.filter(({ verdict }) => verdict === summary.verdict);
  // With `strict` the run is undecided though each model passes.
  const told = found.length > 0 ? found : models.filter(({ inconclusive }) => inconclusive > 0);
  const words = told.slice(0, NAMES_SHOWN).map((model) => {
    const word = wordModel(model, summary.verdict);
    return isOne ? word : `in ${printable(model.name)} ${word}`;
  });
  const rest = told.length - words.length;
  return start + words.join('; ') + (rest > 0 ? `; and ${formatQuantity(rest, 'more model')}` : '');
}

function wordModel(model: ModelReport, verdict: ModelVerdict): string {
  if (verdict === 'error') return `it could not be checked: ${printable(model.error?.message ?? 'no reason is known')}`;
  return verdict === 'fail' ? wordFailure(model) : wordUndecided(model);
}

/** `b2 is wrong (relative error 2)`; of several parameters the largest error. */
function wordFailure(model: ModelReport): string {
  const wrong = parametersOf(model).filter(({ verdict }) => verdict === 'fail');
  if (wrong.length === 0) return `it is wrong: ${printable((model.diagnoses[0] ?? model.warnings[0])?.message ?? '')}`;
  const errors = wrong.flatMap(errorsOf);
  const largest = errors.reduce((most, error) => Math.max(most, error), -Infinity);
  const error = Number.isNaN(largest) ? 'not finite' : `relative error ${formatRelativeError(largest)}`;
  const isOne = wrong.length === 1;
  return `${listParameters(wrong)} ${isOne ? 'is' : 'are'} wrong (${isOne || Number.isNaN(largest) ? '' : 'largest '}${error})`;
}

/** Of its wrong entries; or along a direction, where these were not looked for. */
function errorsOf(parameter: ParameterReport): number[] {
  const shown = parameter.failed > 0 ? parameter.failures : [shownEntry(parameter)!];
  return shown.map(({ relativeError }) => relativeError);
}

function wordUndecided(model: ModelReport): string {
  const undecided = parametersOf(model).filter(({ inconclusive }) => inconclusive > 0);
  const entry = undecided.flatMap(({ notes }) => notes).find(({ verdict }) => verdict === 'inconclusive');
  const reason = entry ? `: ${describeReason(entry.reason)}` : '';
  return undecided.length === 0
    ? 'it could not be decided'
    : `${listParameters(undecided)} could not be decided${reason}`;
}

/** Parameters by name, each once; one with a single place in question with that place. */
function listParameters(parameters: readonly ParameterReport[]): string {
  const names = [...new Set(parameters.map(nameParameter))];
  if (names.length === 1) return names[0];
  const shown = names.length > NAMES_SHOWN + 1 ? names.slice(0, NAMES_SHOWN) : names.slice(0, -1);
  const rest = names.length - shown.length;
  return `${shown.join(', ')} and ${rest === 1 ? names.at(-1)! : formatQuantity(rest, 'more parameter')}`;
}

function nameParameter({ path, failed, failures }: ParameterReport): string {
  return failed === 1 ? breadcrumb(printable(path), failures[0].index) : printable(path);
}

function parametersOf({ points }: ModelReport): ParameterReport[] {
  return points.flatMap(({ parameters }) => parameters);
}

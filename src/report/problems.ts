import type { CheckReport, ModelReport } from '../check/report.js';
import { breadcrumb } from './breadcrumb.js';
import { undecidedParameters, wrongParameters } from './parameter-problems.js';
import { compareSizes, ruleOf, type Problem } from './problem.js';
import { describeRegression, nameRule } from './rules.js';
import { describeDiagnosis } from './wording.js';

const LEVELS: readonly Problem['level'][] = ['error', 'warning', 'note'];

/** Everything in a report that calls for action: the worst first, otherwise in the order of the report. */
export function listProblems({ models }: CheckReport): Problem[] {
  return models
    .flatMap(problemsOf)
    .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || compareSizes(b.weight, a.weight));
}

/** What is wrong with one model, in the order of its parameters. */
export function problemsOf(model: ModelReport): Problem[] {
  const wrong = wrongParameters(model);
  return [
    ...(model.error ? [notChecked(model)] : []),
    ...(model.verdict === 'fail' && wrong.length === 0 ? [wrongAsAWhole(model)] : []),
    ...wrong,
    ...regressions(model),
    ...undecidedParameters(model),
  ];
}

function notChecked(model: ModelReport): Problem {
  const { code, message, hint, location } = model.error!;
  return {
    rule: code,
    level: 'error',
    model,
    path: '',
    title: `not checked: ${code}`,
    message: hint ? `${message}\n${hint}` : message,
    location,
    weight: 0,
  };
}

/** A gradient that is wrong although no entry is, as one that belongs to another loss. */
function wrongAsAWhole(model: ModelReport): Problem {
  const { diagnoses, causeReason, known } = model;
  const rule = ruleOf(diagnoses);
  return {
    rule,
    level: known ? 'note' : 'error',
    model,
    path: '',
    title: known ? 'known wrong gradient' : 'wrong gradient',
    message: diagnoses.map(describeDiagnosis).join('\n') || causeReason || nameRule(rule),
    location: diagnoses.find(({ location }) => location)?.location,
    weight: Infinity,
  };
}

function regressions(model: ModelReport): Problem[] {
  return (model.regressions ?? []).map((regression) => ({
    rule: 'worse-than-baseline',
    level: 'error',
    model,
    path: regression.path,
    title: `worse than the baseline: ${breadcrumb(regression.path, regression.index ?? [])}`,
    message: describeRegression(regression),
    weight: 0,
  }));
}

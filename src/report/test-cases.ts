import type { ModelReport } from '../check/report.js';
import type { Problem } from './problem.js';
import { problemsOf } from './problems.js';
import { describeSkipped } from './wording.js';

/** A parameter, or what is wrong with a model as a whole, in the terms of test reports. */
export interface TestCase {
  readonly name: string;
  readonly outcome: 'pass' | 'fail' | 'error' | 'skip';
  /** What a failure is of; the first is told, where there are several. */
  readonly problems: readonly Problem[];
  /** Why it was skipped, or what there is to know about a pass; may be empty. */
  readonly note: string;
}

/** The cases of a model: what holds for it as a whole, then its parameters, each once. There is at least one. */
export function listCases(model: ModelReport): TestCase[] {
  const problems = problemsOf(model);
  const paths = [...new Set(model.points.flatMap(({ parameters }) => parameters.map(({ path }) => path)))];
  const whole = problems.filter(({ path }) => !paths.includes(path)).map(wholeCase);
  const parameters = paths.map((path) =>
    parameterCase(
      model,
      path,
      problems.filter((problem) => problem.path === path),
    ),
  );
  const cases = [...whole, ...parameters];
  return cases.length > 0 ? cases : [{ name: 'check', outcome: 'skip', problems: [], note: 'there is no parameter' }];
}

function wholeCase(problem: Problem): TestCase {
  const isError = problem.model.error !== undefined && problem.rule === problem.model.error.code;
  return {
    name: problem.path || (isError ? 'check' : 'gradient'),
    outcome: problem.level === 'error' ? (isError ? 'error' : 'fail') : 'skip',
    problems: [problem],
    note: summarize(problem),
  };
}

/** What it is, and why: the sentence after the one that tells of how much. */
function summarize({ title, message }: Problem): string {
  const [, reason] = message.split('\n');
  return reason ? `${title}: ${reason}` : title;
}

function parameterCase(model: ModelReport, path: string, problems: readonly Problem[]): TestCase {
  if (problems.length > 0) {
    const errors = problems.filter(({ level }) => level === 'error');
    // Where something fails, what is known or undecided beside it can wait.
    const told = errors.length > 0 ? errors : problems;
    return { name: path, outcome: errors.length > 0 ? 'fail' : 'skip', problems: told, note: summarize(told[0]) };
  }
  const places = model.points.flatMap(({ parameters }) => parameters.filter((parameter) => parameter.path === path));
  if (places.every(({ verdict }) => verdict === 'none'))
    return { name: path, outcome: 'skip', problems, note: describeSkipped(places[0].skipped) };
  const notes = [
    ...(places.some(({ kink }) => kink > 0) ? ['valid subgradient at a kink of the loss'] : []),
    ...(places.some(({ inconclusive }) => inconclusive > 0) ? ['some entries could not be decided'] : []),
  ];
  return { name: path, outcome: 'pass', problems, note: notes.join('; ') };
}

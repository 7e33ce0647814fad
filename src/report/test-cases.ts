import type { ModelReport, ParameterReport } from '../check/report.js';
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
  const places = groupByPath(model.points.flatMap(({ parameters }) => parameters));
  const byPath = groupByPath(problems);
  const whole = problems.filter(({ path }) => !places.has(path)).map(wholeCase);
  const parameters = [...places].map(([path, at]) => parameterCase(path, at, byPath.get(path) ?? []));
  const cases = [...whole, ...parameters];
  return cases.length > 0 ? cases : [{ name: 'check', outcome: 'skip', problems: [], note: 'there is no parameter' }];
}

/** In one pass: there may be as many paths as entries. */
function groupByPath<Item extends { readonly path: string }>(items: readonly Item[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.path);
    if (group) group.push(item);
    else groups.set(item.path, [item]);
  }
  return groups;
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

/** `places`: the parameter at each point. */
function parameterCase(path: string, places: readonly ParameterReport[], problems: readonly Problem[]): TestCase {
  if (problems.length > 0) {
    const errors = problems.filter(({ level }) => level === 'error');
    // Where something fails, what is known or undecided beside it can wait.
    const told = errors.length > 0 ? errors : problems;
    return { name: path, outcome: errors.length > 0 ? 'fail' : 'skip', problems: told, note: summarize(told[0]) };
  }
  if (places.every(({ verdict }) => verdict === 'none'))
    return { name: path, outcome: 'skip', problems, note: describeSkipped(places[0].skipped) };
  const notes = [
    ...(places.some(({ kink }) => kink > 0) ? ['valid subgradient at a kink of the loss'] : []),
    ...(places.some(({ inconclusive }) => inconclusive > 0) ? ['some entries could not be decided'] : []),
  ];
  return { name: path, outcome: 'pass', problems, note: notes.join('; ') };
}

import type { CheckReport, ModelReport } from '../check/report.js';
import { standingOf } from '../check/summarize.js';
import { printable } from '../terminal/sanitize.js';
import type { Problem } from './problem.js';
import type { ReporterFactory } from './reporter.js';
import { listCases, type TestCase } from './test-cases.js';

/** Writes TAP 14 (https://testanything.org/tap-version-14-specification.html): a test a model, a subtest a parameter. */
export const createTapReporter: ReporterFactory = ({ write }) => ({
  onEnd: (report) => write(formatTap(report)),
});

/** TAP has no word for what could not be decided: it is skipped, with the reason, and so is what a baseline knows. */
function formatTap({ models, errors = [] }: CheckReport): string {
  const lines = [
    'TAP version 14',
    `1..${models.length + errors.length}`,
    ...models.flatMap((model, i) => formatModel(model, i + 1)),
    ...errors.flatMap(({ code, message }, i) => [
      `not ok ${models.length + i + 1} - ${describe(code)}`,
      ...diagnostic({ message }),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function formatModel(model: ModelReport, number: number): string[] {
  const cases = listCases(model);
  const isOk = cases.every(({ outcome }) => outcome === 'pass' || outcome === 'skip');
  const subtest = [...cases.flatMap((one, i) => formatCase(one, i + 1)), `1..${cases.length}`];
  const name = model.name === model.file ? model.file : `${model.name} (${model.file})`;
  return [
    `# Subtest: ${describe(name)}`,
    ...subtest.map((line) => `    ${line}`),
    `${isOk ? 'ok' : 'not ok'} ${number} - ${describe(name)}${directive(model)}`,
  ];
}

function directive(model: ModelReport): string {
  const standing = standingOf(model);
  if (standing === 'inconclusive') return ' # SKIP undecided';
  return standing === 'known' ? ' # SKIP known from the baseline' : '';
}

function formatCase({ name, outcome, problems, note }: TestCase, number: number): string[] {
  const title = `${outcome === 'pass' || outcome === 'skip' ? 'ok' : 'not ok'} ${number} - ${describe(name)}`;
  if (outcome === 'pass') return [title, ...(note === '' ? [] : [`# ${describe(note)}`])];
  if (outcome === 'skip') return [`${title} # SKIP ${describe(note)}`];
  return [title, ...problems.slice(0, 1).flatMap((problem) => diagnostic(describeProblem(problem)))];
}

function describeProblem({ title, rule, message, location }: Problem): Record<string, string | number> {
  return {
    message: title,
    rule,
    explanation: message,
    ...(location ? { file: location.file, line: location.line, column: location.column } : {}),
  };
}

/** A YAML block; a JSON string is a YAML string. */
function diagnostic(fields: Readonly<Record<string, string | number>>): string[] {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${formatScalar(value)}`);
  return ['---', ...lines, '...'].map((line) => `  ${line}`);
}

function formatScalar(value: string | number): string {
  if (typeof value === 'number') return String(value);
  return JSON.stringify(value.split('\n').map(printable).join('\n'));
}

/** A description on one line, in which # begins no directive. */
function describe(text: string): string {
  return printable(text).replace(/[\\#]/g, '\\$&');
}

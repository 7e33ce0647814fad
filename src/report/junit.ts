import type { CheckReport, ModelError, ModelReport, SourceLocation } from '../check/report.js';
import { escapeMarkup, escapeMarkupLines } from './escape-markup.js';
import type { ReporterFactory } from './reporter.js';
import { listCases, type TestCase } from './test-cases.js';

/** Writes JUnit XML, as Jenkins, GitLab, CircleCI and others read it: a suite a model, a case a parameter. */
export const createJunitReporter: ReporterFactory = ({ write, nameFromRoot = (file) => file }) => ({
  onEnd: (report) => write(formatJunit(report, nameFromRoot)),
});

/** JUnit has no word for what could not be decided: it is skipped, with the reason, and so is what a baseline knows. */
function formatJunit(report: CheckReport, nameFile: (file: string) => string): string {
  const suites = [
    ...report.models.map((model) => formatSuite(model, nameFile(model.file))),
    ...(report.errors?.length ? [formatErrors(report.errors)] : []),
  ];
  const attributes = { name: 'gradcheck', ...totals(suites), time: seconds(report.summary.durationMs) };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${formatAttributes(attributes)}>`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>\n',
  ].join('\n');
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

type Suite = Counts & { readonly lines: readonly string[] };

function formatSuite(model: ModelReport, file: string): Suite {
  const cases = listCases(model);
  const count = (outcome: TestCase['outcome']): number => cases.filter((one) => one.outcome === outcome).length;
  const counts = { tests: cases.length, failures: count('fail'), errors: count('error'), skipped: count('skip') };
  const attributes = { name: model.name, ...counts, time: seconds(model.durationMs), file };
  return {
    ...counts,
    lines: [
      `  <testsuite${formatAttributes(attributes)}>`,
      ...cases.flatMap((one) => formatCase(one, { classname: model.name, file })),
      '  </testsuite>',
    ],
  };
}

function formatCase(one: TestCase, place: { classname: string; file: string }): string[] {
  const body = formatOutcome(one);
  const open = `    <testcase${formatAttributes({ name: one.name, ...place })}`;
  return body.length === 0 ? [`${open}/>`] : [`${open}>`, ...body.map((line) => `      ${line}`), '    </testcase>'];
}

function formatOutcome({ outcome, problems, note }: TestCase): string[] {
  const output = note === '' ? [] : [`<system-out>${escapeMarkup(note)}</system-out>`];
  if (outcome === 'pass') return output;
  if (outcome === 'skip') return [`<skipped${formatAttributes({ message: note })}/>`];
  const element = outcome === 'fail' ? 'failure' : 'error';
  const [first] = problems;
  const attributes = formatAttributes({ message: first.title, type: first.rule });
  const text = problems.map(({ message, location }) => [message, ...describePlace(location)].join('\n')).join('\n\n');
  return [`<${element}${attributes}>${escapeMarkupLines(text)}</${element}>`];
}

function describePlace(location: SourceLocation | undefined): string[] {
  return location ? [`at ${location.file}:${location.line}:${location.column}`] : [];
}

/** Errors of the call as a whole. */
function formatErrors(errors: readonly ModelError[]): Suite {
  const counts = { tests: errors.length, failures: 0, errors: errors.length, skipped: 0 };
  const cases = errors.map(
    ({ code, message }) =>
      `    <testcase${formatAttributes({ name: code, classname: 'gradcheck' })}><error${formatAttributes({ message, type: code })}/></testcase>`,
  );
  return {
    ...counts,
    lines: [`  <testsuite${formatAttributes({ name: 'gradcheck', ...counts })}>`, ...cases, '  </testsuite>'],
  };
}

function totals(suites: readonly Counts[]): Counts {
  const sum = (key: keyof Counts): number => suites.reduce((total, suite) => total + suite[key], 0);
  return { tests: sum('tests'), failures: sum('failures'), errors: sum('errors'), skipped: sum('skipped') };
}

function formatAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`)
    .join('');
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}

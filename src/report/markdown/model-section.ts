import type { Diagnosis, ModelReport, SourceLocation, Warning } from '../../check/report.js';
import { standingOf } from '../../check/summarize.js';
import { formatQuantity, formatRelativeError } from '../../terminal/number-format.js';
import { breadcrumb } from '../breadcrumb.js';
import { describeShare, formatNumbers } from '../describe-entry.js';
import { codeBlock, codeCell, codeSpan, escapeMarkdown, formatSentence } from '../escape-markdown.js';
import type { Problem } from '../problem.js';
import { problemsOf } from '../problems.js';
import type { ReporterContext } from '../reporter.js';
import { shownEntry } from '../shown-entry.js';
import { signOf } from '../sign.js';
import { describeEvidence, nameDiagnosis } from '../wording.js';

const PARAMETERS_TOLD = 20;
const DIAGNOSES_TOLD = 5;

type Frames = Pick<ReporterContext, 'frameAt'>;

/** What is wrong with one model: the numbers, the mistakes found, and what was noticed beside them. */
export function formatModelSection(model: ModelReport, frames: Frames): string[] {
  const { name, file, error, diagnoses, warnings } = model;
  const title = name === file ? codeSpan(file) : `${codeSpan(name)} (${codeSpan(file)})`;
  return [
    `### ${signOf(standingOf(model))} ${title}`,
    '',
    ...(error ? formatError(error, frames) : []),
    ...formatFailures(model),
    ...formatRest(problemsOf(model)),
    ...diagnoses.slice(0, DIAGNOSES_TOLD).flatMap((diagnosis) => formatDiagnosis(diagnosis, frames)),
    ...(warnings.length > 0 ? [...warnings.map(formatWarning), ''] : []),
  ];
}

/** The wrong parameters with their worst entries. */
function formatFailures({ points }: ModelReport): string[] {
  const wrong = points.flatMap((point) =>
    point.parameters.filter(({ verdict }) => verdict === 'fail').map((parameter) => ({ point, parameter })),
  );
  if (wrong.length === 0) return [];
  const rows = wrong.slice(0, PARAMETERS_TOLD).map(({ point, parameter }) => {
    const worst = shownEntry(parameter) ?? parameter.failures[0];
    const { analytic, numeric, bound } = formatNumbers(worst);
    const place = breadcrumb(parameter.path, worst.index) + (point.name === 'params' ? '' : ` at ${point.name}`);
    const known = parameter.known ? `, ${parameter.known} known` : '';
    const cells = [
      codeCell(place),
      analytic,
      `${numeric} ${bound}`.trim(),
      formatRelativeError(worst.relativeError),
      parameter.failed > 0 ? `${describeShare(parameter.failed, parameter)}${known}` : 'along a direction',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const rest = wrong.length - rows.length;
  return [
    '| worst entry | analytic | numeric ± bound | relative error | wrong |',
    '|---|---:|---:|---:|---|',
    ...rows,
    ...(rest > 0 ? [`| and ${formatQuantity(rest, 'more parameter')} | | | | |`] : []),
    '',
  ];
}

/** Problems that have neither numbers nor a diagnosis. */
function formatRest(problems: readonly Problem[]): string[] {
  const told = problems.filter(({ rule }) => rule === 'undecided' || rule === 'worse-than-baseline');
  const rest = told.length - PARAMETERS_TOLD;
  const items = told.slice(0, PARAMETERS_TOLD).map(({ message }) => {
    const sentences = message.split('\n').map(formatSentence);
    return `- ${sentences.join('; ')}`;
  });
  return items.length === 0
    ? []
    : [...items, ...(rest > 0 ? [`- and ${formatQuantity(rest, 'more parameter')}`] : []), ''];
}

function formatDiagnosis(diagnosis: Diagnosis, frames: Frames): string[] {
  const { path, message, location } = diagnosis;
  const about = path === '' ? '' : ` in ${codeSpan(path)}`;
  const name = `**${escapeMarkdown(nameDiagnosis(diagnosis))}**${about}${describeEvidence(diagnosis)}`;
  return [`- ${name}: ${formatSentence(message)}`, '', ...(location ? formatPlace(location, frames, '  ') : [])];
}

function formatError(
  { code, message, hint, location, frame }: ModelReport['error'] & object,
  frames: Frames,
): string[] {
  return [
    `**${escapeMarkdown(code)}**`,
    '',
    ...codeBlock(message),
    ...(hint ? ['', ...codeBlock(hint)] : []),
    '',
    ...(location ? formatPlace(location, { frameAt: () => frame ?? frames.frameAt?.(location) }, '') : []),
  ];
}

/** The place, and its source lines where they can be read. */
function formatPlace(location: SourceLocation, { frameAt }: Frames, indent: string): string[] {
  const { file, line, column, text } = location;
  const frame = frameAt?.(location) ?? text;
  const place = `${indent}at ${codeSpan(`${file}:${line}:${column}`)}`;
  return [place, '', ...(frame ? [...codeBlock(frame, indent), ''] : [])];
}

function formatWarning({ code, message, path }: Warning): string {
  const about = path ? ` (${codeSpan(path)})` : '';
  return `- ${escapeMarkdown(code)}${about}: ${formatSentence(message)}`;
}

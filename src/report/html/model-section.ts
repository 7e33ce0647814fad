import type { Diagnosis, ModelError, ModelReport, PointReport, SourceLocation, Warning } from '../../check/report.js';
import { standingOf } from '../../check/summarize.js';
import { formatBound, formatCount, formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { escapeMarkup as esc, escapeMarkupLines } from '../escape-markup.js';
import type { Problem } from '../problem.js';
import { problemsOf } from '../problems.js';
import type { ReporterContext } from '../reporter.js';
import { signOf } from '../sign.js';
import { describeEvidence, nameDiagnosis, nameStanding } from '../wording.js';
import { formatParameterTable } from './parameter-table.js';

type Frames = Pick<ReporterContext, 'frameAt'>;

/** A section of the page: title and facts, a table a point, what is wrong and why, what was noticed. */
export function formatModel(model: ModelReport, id: string, frames: Frames): string[] {
  const { name, file, points, error, diagnoses, warnings, cause, causeReason } = model;
  const standing = standingOf(model);
  const title = name === file ? `<code>${esc(file)}</code>` : `${esc(name)} <code>${esc(file)}</code>`;
  return [
    `<section id="${id}">`,
    `<h2 class="${standing}">${signOf(standing)} ${nameStanding(standing)} ${title}</h2>`,
    ...(points.length > 0 ? [`<p class="facts">${describeFacts(model).map(esc).join(' · ')}</p>`] : []),
    ...(error ? formatError(error, frames) : []),
    ...points.flatMap((point) => formatPoint(point, points.length > 1)),
    ...(cause === 'none' ? [] : [`<p>Cause: ${esc(`${cause}. ${causeReason}`)}</p>`]),
    ...formatProblems(problemsOf(model)),
    ...diagnoses.flatMap((diagnosis) => formatDiagnosis(diagnosis, frames)),
    ...(warnings.length > 0 ? ['<h3>Noticed</h3>', '<ul>', ...warnings.map(formatWarning), '</ul>'] : []),
    '</section>',
  ];
}

function describeFacts({ loss, noise, dtype, points, checked, entries, tolerance }: ModelReport): string[] {
  return [
    `loss ${formatNumber(loss)}${noise > 0 ? `, noise ±${formatBound(noise)}` : ''}`,
    dtype,
    ...(points.length > 1 ? [formatQuantity(points.length, 'point')] : []),
    `${formatCount(checked)} of ${formatQuantity(entries, 'entry', 'entries')} checked`,
    ...(tolerance
      ? [`explicit tolerance rtol ${formatNumber(tolerance.rtol)}, atol ${formatNumber(tolerance.atol)}`]
      : []),
  ];
}

function formatPoint(point: PointReport, isNamed: boolean): string[] {
  return [
    ...(isNamed ? [`<h3>at ${esc(point.name)}, loss ${esc(formatNumber(point.loss))}</h3>`] : []),
    ...formatParameterTable(point.parameters),
  ];
}

/** In words, parameter by parameter; errors of the model stand above. */
function formatProblems(problems: readonly Problem[]): string[] {
  const told = problems.filter(({ path }) => path !== '');
  if (told.length === 0) return [];
  const items = told.map(({ title, message }) => {
    return `<li><strong>${esc(title)}</strong><br>${message.split('\n').map(esc).join('<br>')}</li>`;
  });
  return ['<h3>To look at</h3>', '<ul>', ...items, '</ul>'];
}

function formatDiagnosis(diagnosis: Diagnosis, frames: Frames): string[] {
  const { path, message, location } = diagnosis;
  const about = path === '' ? '' : ` in <code>${esc(path)}</code>`;
  return [
    `<h3>${esc(nameDiagnosis(diagnosis))}${about}${esc(describeEvidence(diagnosis))}</h3>`,
    `<p>${esc(message)}</p>`,
    ...(location ? formatPlace(location, frames.frameAt?.(location) ?? location.text) : []),
  ];
}

function formatError({ code, message, hint, location, frame }: ModelError, frames: Frames): string[] {
  return [
    `<p class="error"><strong>${esc(code)}</strong></p>`,
    `<pre>${escapeMarkupLines(message)}</pre>`,
    ...(location ? formatPlace(location, frame ?? frames.frameAt?.(location) ?? location.text) : []),
    ...(hint ? [`<pre>${escapeMarkupLines(hint)}</pre>`] : []),
  ];
}

function formatPlace({ file, line, column }: SourceLocation, frame: string | undefined): string[] {
  return [
    `<p>at <code>${esc(`${file}:${line}:${column}`)}</code></p>`,
    ...(frame ? [`<pre>${escapeMarkupLines(frame)}</pre>`] : []),
  ];
}

function formatWarning({ code, message, path }: Warning): string {
  const about = path ? ` <code>${esc(path)}</code>` : '';
  return `<li><strong>${esc(code)}</strong>${about} ${esc(message)}</li>`;
}

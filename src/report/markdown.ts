import type { CheckReport, ModelError, ModelReport } from '../check/report.js';
import { standingOf } from '../check/summarize.js';
import { formatCount, formatNumber, formatQuantity } from '../terminal/number-format.js';
import { codeCell, codeSpan, escapeMarkdown } from './escape-markdown.js';
import { formatModelSection } from './markdown/model-section.js';
import type { ReporterContext, ReporterFactory } from './reporter.js';
import { signOf } from './sign.js';
import { countStandings, nameStanding } from './wording.js';

/** A comment may hold 65,536 characters: beyond so many, models are counted rather than listed. */
const MODELS_LISTED = 50;
const MODELS_TOLD = 10;

/** Writes Markdown as GitHub and GitLab render it, for a comment on a pull request or the summary of a job. */
export const createMarkdownReporter: ReporterFactory = (context) => ({
  onEnd: (report) => context.write(formatMarkdown(report, context)),
});

export function formatMarkdown(report: CheckReport, context: Pick<ReporterContext, 'frameAt'>): string {
  const { models, summary, errors = [], baseline, replay } = report;
  const troubled = models.filter((model) => standingOf(model) !== 'pass');
  const told = troubled.slice(0, MODELS_TOLD);
  const stale = baseline?.stale.length ?? 0;
  const lines = [
    `## ${signOf(summary.verdict)} gradcheck: ${countStandings(models.map(standingOf))}`,
    '',
    ...errors.flatMap(formatError),
    ...formatTable([...troubled, ...models.filter((model) => standingOf(model) === 'pass')]),
    ...told.flatMap((model) => formatModelSection(model, context)),
    ...(troubled.length > told.length
      ? [`… and ${formatQuantity(troubled.length - told.length, 'more model')}.`, '']
      : []),
    ...(stale > 0
      ? [`${formatQuantity(stale, 'record')} of the baseline ${stale === 1 ? 'is' : 'are'} out of date.`, '']
      : []),
    ...(summary.exitCode === 0 || replay === '' ? [] : [`Again: ${codeSpan(replay)}`, '']),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** One row a model; what needs a look comes first. */
function formatTable(models: readonly ModelReport[]): string[] {
  if (models.length === 0) return [];
  const rest = models.length - MODELS_LISTED;
  return [
    '| | model | parameters | entries checked | wrong | undecided | errors seen above |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...models.slice(0, MODELS_LISTED).map(formatRow),
    ...(rest > 0 ? [`| | and ${formatQuantity(rest, 'more model')} | | | | | |`] : []),
    '',
  ];
}

function formatRow(model: ModelReport): string {
  const standing = standingOf(model);
  const { name, file, parameters, checked, entries, fail, inconclusive } = model;
  const title = name === file ? codeCell(file) : `${codeCell(name)} ${codeCell(file)}`;
  const cells = [
    `${signOf(standing)} ${nameStanding(standing)}`,
    title,
    formatCount(parameters),
    `${formatCount(checked)} of ${formatCount(entries)}`,
    formatCount(fail),
    formatCount(inconclusive),
    describeLimit(model),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The size of relative error that would have been seen in every entry; empty where some are below the noise. */
function describeLimit({ points }: ModelReport): string {
  const limits = points.flatMap(({ parameters }) =>
    parameters.flatMap(({ checked, detectionLimit }) => (checked > 0 ? [detectionLimit] : [])),
  );
  return limits.length === 0 || limits.includes(null)
    ? ''
    : formatNumber(
        (limits as number[]).reduce((a, b) => Math.max(a, b)),
        1,
      );
}

function formatError({ code, message, hint }: ModelError): string[] {
  return [`**${escapeMarkdown(code)}**: ${escapeMarkdown(hint ? `${message} (${hint})` : message)}`, ''];
}

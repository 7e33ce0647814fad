import type { CheckReport, RunSummary } from '../../check/report.js';
import { standingOf } from '../../check/summarize.js';
import { formatCount, formatDuration, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { wrapPhrases } from '../../terminal/text-layout.js';
import { countStandings, nameStanding } from '../wording.js';
import { renderStale } from './baseline.js';
import { renderError } from './findings.js';
import { indentLines, labelled, paintLines, paintVerdict, paragraph, verdictGlyph, type Style } from './style.js';

/** With more models than this, those that did not pass are listed again at the end. */
const MODELS_IN_SIGHT = 3;
const MODELS_LISTED = 20;

/** Errors of the call, then the verdict of the run and what it took, last the command that gives it again. */
export function renderSummary(report: CheckReport, style: Style): string[] {
  const { summary } = report;
  return [
    ...(report.errors ?? []).flatMap((error) => renderError(error, style)),
    ...listTroubledModels(report, style),
    ...renderStale(report, style),
    ...renderVerdict(report, style),
    ...renderFacts(describeEntries(summary), style),
    ...renderFacts(describeEffort(report), style),
    ...renderHelp(report, style),
    ...(summary.exitCode === 0 ? [] : renderReplay(report.replay, style)),
  ];
}

function renderVerdict({ summary, models }: CheckReport, style: Style): string[] {
  const { verdict } = summary;
  const label = {
    text: `${verdictGlyph(style, verdict)} ${nameStanding(verdict)}`,
    paint: paintVerdict(style, verdict),
  };
  return labelled(style, label, countStandings(models.map(standingOf)), 0, style.color.bold);
}

function describeEntries(summary: RunSummary): string[] {
  const { checked, entries, pass, fail, kink, inconclusive } = summary;
  return [
    `${formatCount(checked)} of ${formatQuantity(entries, 'entry', 'entries')} checked`,
    `${formatCount(pass)} pass`,
    `${formatCount(fail)} fail`,
    `${formatCount(kink)} kink`,
    `${formatCount(inconclusive)} undecided`,
  ];
}

function describeEffort({ summary, seed }: CheckReport): string[] {
  return [
    `${formatCount(summary.lossEvaluations)} loss + ${formatCount(summary.gradientEvaluations)} gradient evaluations`,
    formatDuration(summary.durationMs),
    `seed ${seed}`,
  ];
}

function renderFacts(facts: readonly string[], { color, glyphs, width }: Style): string[] {
  return indentLines(paintLines(wrapPhrases(facts, ` ${glyphs.dot} `, width - 2), color.dim), 2);
}

/** Where a code stands in the report: the command that tells what it means, once a run. */
function renderHelp(report: CheckReport, style: Style): string[] {
  const code = gravestCode(report);
  return code ? paragraph(style, `what it means: gradcheck explain ${printable(code)}`, 2, style.color.dim) : [];
}

/** The first code of what is wrong, else of what could not be checked, else of a warning. */
function gravestCode({ models, errors = [] }: CheckReport): string | undefined {
  const diagnoses = models.flatMap((model) => model.diagnoses);
  const failures = [...errors, ...models.flatMap(({ error }) => error ?? [])];
  const warnings = models.flatMap((model) => model.warnings);
  return [...diagnoses, ...failures, ...warnings][0]?.code;
}

/** Never broken into lines, whatever the width: it is there to be copied. */
function renderReplay(replay: string, { color }: Style): string[] {
  return replay === '' ? [] : [`  ${color.dim('replay:')} ${printable(replay)}`];
}

function listTroubledModels({ models }: CheckReport, style: Style): string[] {
  const troubled = models.filter((model) => standingOf(model) !== 'pass');
  if (models.length <= MODELS_IN_SIGHT || troubled.length === 0) return [];
  const rest = troubled.length - MODELS_LISTED;
  return [
    ...troubled.slice(0, MODELS_LISTED).flatMap((model) => {
      const { name, file } = model;
      const standing = standingOf(model);
      const label = { text: verdictGlyph(style, standing), paint: paintVerdict(style, standing) };
      return labelled(style, label, name === file ? printable(file) : `${printable(name)}  ${printable(file)}`, 0);
    }),
    ...(rest > 0 ? paragraph(style, `and ${formatQuantity(rest, 'more model')}`, 2, style.color.dim) : []),
    '',
  ];
}

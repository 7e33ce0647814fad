import type { TrainingReport } from '../../training/training-report.js';
import type { Point } from '../../training/series.js';
import { drawLineChart } from '../../terminal/line-chart.js';
import { formatCount, formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { wrapPhrases } from '../../terminal/text-layout.js';
import { renderError } from '../pretty/findings.js';
import { createStyle, indentLines, labelled, paintLines, paragraph, type Style } from '../pretty/style.js';
import type { Reporter, ReporterContext } from '../reporter.js';
import { renderAlarms, sortAlarms } from './alarms.js';
import { renderParameterTable } from './parameter-table.js';
import type { TrainingRunReport } from './types.js';

const CHART_HEIGHT = 8;
const WIDEST_CHART = 100;

/** The run for people, when it has ended: verdict, figures, curves, a row for each parameter, alarms. */
export function createPrettyTrainingReporter(context: ReporterContext): Reporter<never, TrainingRunReport> {
  const style = createStyle(context);
  return {
    onEnd: (report) => context.write(`${renderRun(report, style, context.quiet, context.unicode).join('\n')}\n`),
  };
}

function renderRun(report: TrainingRunReport, style: Style, isQuiet: boolean, unicode: boolean): string[] {
  const { training, error, warnings, problems } = report;
  const body = training && (isQuiet ? [] : renderBody(training, style, unicode));
  return [
    ...renderHeading(report, style),
    ...(training ? renderFacts(training, style) : []),
    ...(body ?? []),
    ...(training ? renderAlarms(training.alarms, style) : []),
    ...warnings.flatMap(({ code, message }) => [
      ...paragraph(style, `${style.glyphs.warning} ${code}`, 2, style.color.yellow),
      ...paragraph(style, printable(message), 4),
      '',
    ]),
    ...(problems && problems.count > 0 ? renderProblems(problems, style) : []),
    ...(error ? renderError(error, style) : []),
    ...(training ? [...renderCounts(training, style), ...renderExplain(training, style)] : []),
  ];
}

function renderHeading({ summary, file, name }: TrainingRunReport, style: Style): string[] {
  const { color, glyphs } = style;
  const title = name === undefined || name === file ? printable(file) : `${printable(name)}  ${printable(file)}`;
  const label = { pass: `${glyphs.pass} pass`, fail: `${glyphs.fail} FAIL`, error: `${glyphs.fail} ERROR` }[
    summary.verdict
  ];
  return labelled(
    style,
    { text: label, paint: summary.verdict === 'pass' ? color.green : color.red.bold },
    title,
    0,
    color.bold,
  );
}

function renderFacts(training: TrainingReport, style: Style): string[] {
  const { optimizer, gradientNorm, clipping, steps, initialLoss, finalLoss } = training;
  const { name, ...settings } = optimizer;
  const known = Object.entries(settings).map(
    ([key, value]) => `${key} ${typeof value === 'number' ? formatNumber(value) : value}`,
  );
  const { median, p90, p99, max } = gradientNorm;
  const number = (value: number | null): string => (value === null ? 'none' : formatNumber(value));
  const facts = [
    formatQuantity(steps, 'step'),
    ...(initialLoss === null && finalLoss === null
      ? []
      : [`loss ${number(initialLoss)} ${style.glyphs.arrow} ${number(finalLoss)}`]),
    ...(name === 'unknown' ? [] : [[name, ...known].join(', ')]),
    ...(max === null
      ? []
      : [
          `norm of the gradient: median ${number(median)}, P90 ${number(p90)}, P99 ${number(p99)}, largest ${number(max)}`,
        ]),
    ...(clipping.steps > 0
      ? [`clipped ${formatQuantity(clipping.steps, 'step')} (${formatNumber(100 * clipping.share, 2)} %)`]
      : []),
    ...(training.nonFiniteSteps > 0 ? [`${formatQuantity(training.nonFiniteSteps, 'step')} not finite`] : []),
  ];
  const lines = wrapPhrases(facts, ` ${style.glyphs.dot} `, style.width - 2);
  return [...indentLines(paintLines(lines, style.color.dim), 2), ...renderOverhead(training, style), ''];
}

/** On a line of its own: it differs from run to run. */
function renderOverhead({ overhead }: TrainingReport, style: Style): string[] {
  if (overhead === 0) return [];
  const amount =
    overhead > 1 ? `${formatNumber(overhead, 2)} ${style.glyphs.times}` : `${formatNumber(100 * overhead, 2)} % of`;
  return paragraph(style, `monitoring took ${amount} the time of the gradients`, 2, style.color.dim);
}

function renderBody({ series }: TrainingReport, style: Style, unicode: boolean): string[] {
  const chart = (title: string, points: readonly Point[]): string[] =>
    points.filter((point) => point !== null).length < 2
      ? []
      : [
          ...paragraph(style, title, 2, style.color.bold),
          ...indentLines(
            drawLineChart(points, {
              width: Math.min(WIDEST_CHART, style.width) - 2,
              height: CHART_HEIGHT,
              unicode,
              from: formatCount(series.step[0]),
              to: formatCount(series.step.at(-1)!),
            }),
            2,
          ),
          '',
        ];
  return [
    ...chart('loss', series.loss),
    ...chart('norm of the gradient, before clipping', series.norm),
    ...renderParameterTable(series, style),
  ];
}

function renderProblems({ count, lines }: NonNullable<TrainingRunReport['problems']>, style: Style): string[] {
  const shown = lines.slice(0, 5).map(({ line, problem, text }) => `line ${line}: ${problem}: ${printable(text)}`);
  return [
    ...paragraph(
      style,
      `${style.glyphs.warning} ${formatQuantity(count, 'line')} could not be read`,
      2,
      style.color.yellow,
    ),
    ...shown.flatMap((text) => paragraph(style, text, 4, style.color.dim)),
    '',
  ];
}

/** The command that tells what the first of the alarms shown means, once a run. */
function renderExplain({ alarms }: TrainingReport, style: Style): string[] {
  const [first] = sortAlarms(alarms);
  return first ? paragraph(style, `what it means: gradcheck explain ${first.code}`, 2, style.color.dim) : [];
}

function renderCounts({ alarms }: TrainingReport, style: Style): string[] {
  const count = (level: string): number => alarms.filter((alarm) => alarm.level === level).length;
  const words = [
    [count('error'), 'error'],
    [count('warn'), 'warning'],
    [count('note'), 'note'],
  ] as const;
  const told = words.filter(([number]) => number > 0).map(([number, word]) => formatQuantity(number, word));
  return paragraph(style, told.length === 0 ? 'no alarms' : `alarms: ${told.join(', ')}`, 0, style.color.bold);
}

import type { DataReport } from '../../data/types.js';
import { formatCount, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { wrapPhrases } from '../../terminal/text-layout.js';
import { createStyle, indentLines, labelled, paintLines, type Style } from '../pretty/style.js';
import type { Reporter, ReporterContext } from '../reporter.js';
import { renderColumnTable } from './column-table.js';
import { renderConditioning } from './conditioning.js';
import { renderFindings } from './findings.js';
import { renderFix } from './fix.js';
import { renderModelEffect } from './model-effect.js';

/** Data for people: columns, what was found, what it does to the gradient, what was done about it. */
export function createPrettyDataReporter(context: ReporterContext): Reporter<never, DataReport> {
  const style = createStyle(context);
  return {
    onEnd: (report) => {
      // Told on stderr already.
      if (report.data) context.write(`${renderReport(report, report.data, style, context.quiet).join('\n')}\n`);
    },
  };
}

function renderReport(
  report: DataReport,
  data: NonNullable<DataReport['data']>,
  style: Style,
  isQuiet: boolean,
): string[] {
  const { color } = style;
  const paint = report.summary.verdict === 'pass' ? color.green : color.red.bold;
  const facts = [
    formatQuantity(data.rows, 'row'),
    formatQuantity(data.columns.length, 'column'),
    ...(data.target === null ? [] : [`target ${printable(data.target)}`]),
    ...(data.completeRows < data.rows ? [`${formatCount(data.completeRows)} rows without a gap`] : []),
    ...data.notes,
  ];
  return [
    ...labelled(style, { text: 'data', paint }, printable(report.file), 0, color.bold),
    ...indentLines(paintLines(wrapPhrases(facts, ` ${style.glyphs.dot} `, style.width - 2), color.dim), 2),
    '',
    ...(isQuiet ? [] : [...renderColumnTable(data, style), '']),
    ...renderFindings(data.findings, style),
    ...(isQuiet ? [] : renderConditioning(data, style)),
    ...(data.model ? renderModelEffect(data.model, style) : []),
    ...(data.fix ? renderFix(data.fix, style) : []),
    ...data.limits.flatMap((limit) =>
      labelled(style, { text: style.glyphs.warning, paint: color.yellow }, limit, 2, color.dim),
    ),
    summarize(report, data.fix?.lostCells ?? 0, style),
  ];
}

function summarize({ summary }: DataReport, lost: number, { color, glyphs }: Style): string {
  const { verdict, errors, warnings, notes } = summary;
  const counts = [
    formatQuantity(errors, 'error'),
    formatQuantity(warnings, 'warning'),
    ...(notes > 0 ? [formatQuantity(notes, 'note')] : []),
    ...(lost > 0 ? [`${formatQuantity(lost, 'cell')} left empty`] : []),
  ].join(` ${glyphs.dot} `);
  return verdict === 'pass' ? color.green(`${glyphs.pass} ${counts}`) : color.red.bold(`${glyphs.fail} ${counts}`);
}

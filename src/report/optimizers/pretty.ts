import type { OptimizerResult } from '../../training/compare/compare-optimizers.js';
import { formatNumber, formatQuantity } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { measureTable, renderTable, type Column } from '../../terminal/table.js';
import { wrapPhrases } from '../../terminal/text-layout.js';
import { renderError } from '../pretty/findings.js';
import { createStyle, indentLines, labelled, paintLines, paragraph, type Style } from '../pretty/style.js';
import type { Reporter, ReporterContext } from '../reporter.js';
import { drawCurve } from '../training/parameter-table.js';
import type { OptimizersReport } from './types.js';

const INDENT = 2;

/** The comparison for people: a row for each optimizer, their settings in full, and what follows from it. */
export function createPrettyOptimizersReporter(context: ReporterContext): Reporter<never, OptimizersReport> {
  const style = createStyle(context);
  return { onEnd: (report) => context.write(`${renderComparison(report, style, context.quiet).join('\n')}\n`) };
}

function renderComparison(report: OptimizersReport, style: Style, isQuiet: boolean): string[] {
  const { optimizers = [], recommendation, error } = report;
  return [
    ...renderHeading(report, style),
    ...(optimizers.length > 0 ? renderFacts(report, optimizers, style) : []),
    ...(optimizers.length > 0 && !isQuiet
      ? [...renderTables(optimizers, style), ...renderSettings(optimizers, style)]
      : []),
    ...(recommendation
      ? labelled(
          style,
          { text: style.glyphs.arrow, paint: style.color.cyan },
          recommendation.reason,
          INDENT,
          style.color.bold,
        )
      : []),
    ...(error ? renderError(error, style) : []),
  ];
}

function renderHeading({ summary, file, name }: OptimizersReport, style: Style): string[] {
  const { color, glyphs } = style;
  const title = name === file ? printable(file) : `${printable(name)}  ${printable(file)}`;
  const isError = summary.verdict === 'error';
  const label = isError
    ? { text: `${glyphs.fail} ERROR`, paint: color.red.bold }
    : { text: 'optimizers', paint: color.green };
  return labelled(style, label, title, 0, color.bold);
}

function renderFacts(report: OptimizersReport, [first]: readonly OptimizerResult[], style: Style): string[] {
  const { seeds, batchSize, initialLoss = NaN, target = NaN } = report;
  const facts = [
    `loss ${formatNumber(initialLoss)} at the start`,
    `target ${formatNumber(target)}`,
    `${formatQuantity(first.evaluations, 'evaluation')} a run`,
    formatQuantity(seeds, 'seed'),
    batchSize === undefined ? 'all data at each step' : `batches of ${batchSize}`,
  ];
  const lines = wrapPhrases(facts, ` ${style.glyphs.dot} `, style.width - INDENT);
  return [...indentLines(paintLines(lines, style.color.dim), INDENT), ''];
}

/** Narrow terminals get several tables, one below the other. */
function renderTables(results: readonly OptimizerResult[], style: Style): string[] {
  const names = column('optimizer', results, ({ name }) => name, 'left');
  const columns = [
    column('best loss', results, ({ bestLoss }) => number(bestLoss.median)),
    column('over seeds', results, ({ bestLoss: { min, max } }) => `${number(min)} to ${number(max)}`),
    column('final', results, ({ finalLoss }) => number(finalLoss.median)),
    column('to target', results, ({ stepsToTarget }) => (stepsToTarget === null ? 'not' : String(stepsToTarget))),
    column('good rates', results, ({ learningRateRange: [lo, hi] }) =>
      lo === hi ? number(lo) : `${number(lo)} to ${number(hi)}`,
    ),
    column('stable to', results, ({ largestStableLearningRate: limit }) =>
      limit === null ? '' : formatNumber(limit, 3),
    ),
    column('|g| median', results, ({ gradientNorm }) => known(gradientNorm.median)),
    column('P99', results, ({ gradientNorm }) => known(gradientNorm.p99)),
    column('late', results, ({ lateGradientFloor }) => known(lateGradientFloor)),
    column('turns', results, ({ signFlipShare }) => `${formatNumber(100 * signFlipShare, 2)} %`),
    column('spikes', results, ({ spikesPer1000 }) => formatNumber(spikesPer1000, 2)),
    column('not finite', results, ({ nonFiniteSteps }) => String(nonFiniteSteps)),
    column('loss', results, ({ curve }) => drawCurve(curve, style, 16), 'left'),
  ];
  return packColumns(names, columns, style.width - INDENT).flatMap((table) => [
    ...indentLines(renderTable(table, style.glyphs, style.color.dim), INDENT),
    '',
  ]);
}

/** As many columns to a table as there is room for, the names before them in each. */
function packColumns(names: Column, columns: readonly Column[], room: number): Column[][] {
  const tables: Column[][] = [];
  for (const next of columns) {
    const table = tables.at(-1);
    if (table && measureTable([...table, next]) <= room) table.push(next);
    else tables.push([names, next]);
  }
  return tables;
}

function renderSettings(results: readonly OptimizerResult[], style: Style): string[] {
  const lines = results.flatMap(({ name, hyperparameters }) => {
    const settings = Object.entries(hyperparameters).map(([key, value]) => `${key} ${formatNumber(value)}`);
    return paragraph(style, `${name}: ${settings.join(', ')}`, INDENT, style.color.dim);
  });
  return [...lines, ''];
}

function column(
  head: string,
  results: readonly OptimizerResult[],
  read: (result: OptimizerResult) => string,
  align: Column['align'] = 'right',
): Column {
  return { head, align, cells: results.map(read) };
}

const number = (value: number): string => formatNumber(value, 2);
const known = (value: number | null): string => (value === null ? '' : number(value));

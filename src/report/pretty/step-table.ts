import type { ParameterReport, Scheme } from '../../check/report.js';
import { formatNumber, formatRelativeError } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { drawSparkline } from '../../terminal/sparkline.js';
import { renderTable, type Column } from '../../terminal/table.js';
import { indentLines, paragraph, type Style } from './style.js';

const SCHEMES: readonly Scheme[] = ['central', 'forward', 'backward'];

/** The error of every scheme at every step of one parameter: the curve behind the verdict. */
export function renderStepTable(parameter: ParameterReport, style: Style): string[] {
  const { glyphs, color } = style;
  if (parameter.steps.length === 0) return [];
  const steps = [...new Set(parameter.steps.map(({ step }) => step))].sort((a, b) => b - a);
  const columns: Column[] = [
    { head: 'step', align: 'left', cells: steps.map((step) => formatNumber(step, 2)) },
    ...SCHEMES.flatMap((scheme) => schemeColumns(parameter, scheme, steps, style)),
  ];
  return [
    ...paragraph(
      style,
      `${printable(parameter.path)}: largest relative error over its entries, by step (< the best)`,
      4,
    ),
    ...indentLines(renderTable(columns, glyphs, color.dim), 6),
    '',
  ];
}

/** The errors of a scheme, its best one marked, with a bar beside each. */
function schemeColumns(
  parameter: ParameterReport,
  scheme: Scheme,
  steps: readonly number[],
  { glyphs, color }: Style,
): Column[] {
  const errors = new Map(
    parameter.steps.filter((entry) => entry.scheme === scheme).map((entry) => [entry.step, entry.maxRelativeError]),
  );
  if (errors.size === 0) return [];
  const lowest = Math.min(...[...errors.values()].filter((error) => !Number.isNaN(error)));
  const cells = steps.map((step) => {
    const error = errors.get(step);
    if (error === undefined) return '';
    const text = `${formatRelativeError(error)} ${drawSparkline([error], glyphs.blocks)}`;
    return error === lowest ? color.bold(`${text} <`) : `${text}  `;
  });
  return [{ head: `${scheme}    `, align: 'right', cells }];
}

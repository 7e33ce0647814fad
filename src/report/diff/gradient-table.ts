import type { DiffParameter } from '../../check/diff-report.js';
import { formatNumber } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { measureTable, renderTable, type Column } from '../../terminal/table.js';
import { measureWidest, shortenMiddle } from '../../terminal/text-layout.js';
import { indentLines, paintLines, type Paint, type Style } from '../pretty/style.js';

const INDENT = 2;
const NARROWEST_PATH = 8;
/** First values shown; fewer where there is no room for them. */
const MOST_VALUES = 6;

/** One row a parameter: its size in numbers, and the first of them. Values are given up for width, then paths cut. */
export function renderGradientTable(parameters: readonly DiffParameter[], style: Style): string[] {
  const rows = parameters.map(({ gradient }) => flatten(gradient));
  const excessOf = (columns: readonly Column[]): number => measureTable(columns) - (style.width - INDENT);
  let count = MOST_VALUES;
  let columns = createColumns(parameters, rows, count, style);
  while (count > 1 && excessOf(columns) > 0) columns = createColumns(parameters, rows, --count, style);
  const excess = excessOf(columns);
  if (excess > 0) columns = [shortened(columns[0], excess, style), ...columns.slice(1)];
  return indentLines(renderTable(columns, style.glyphs, style.color.dim), INDENT);
}

function createColumns(
  parameters: readonly DiffParameter[],
  rows: readonly (readonly number[])[],
  count: number,
  style: Style,
): Column[] {
  const { color, glyphs } = style;
  const paths = parameters.map(({ path }) => printable(path));
  const shapes = parameters.map(({ shape }) => (shape.length === 0 ? 'number' : shape.join(glyphs.times)));
  return [
    left('parameter', paths),
    left('shape', shapes, color.dim),
    right('norm', rows, (values) => values.reduce((sum, value) => Math.hypot(sum, value), 0)),
    right('min', rows, (values) => values.reduce((least, value) => Math.min(least, value), Infinity)),
    right('max', rows, (values) => values.reduce((most, value) => Math.max(most, value), -Infinity)),
    left(
      'values',
      rows.map((values) => writeFirst(values, count, glyphs.ellipsis)),
    ),
  ];
}

function writeFirst(values: readonly number[], count: number, ellipsis: string): string {
  const words = values.slice(0, count).map((value) => formatNumber(value));
  return [...words, ...(values.length > count ? [ellipsis] : [])].join('  ');
}

function shortened(paths: Column, excess: number, { glyphs }: Style): Column {
  const width = Math.max(NARROWEST_PATH, measureWidest(paths.cells) - excess);
  return { ...paths, cells: paths.cells.map((path) => shortenMiddle(path, width, glyphs.ellipsis)) };
}

function flatten(gradient: unknown): number[] {
  return Array.isArray(gradient) ? gradient.flatMap(flatten) : [gradient as number];
}

function left(head: string, cells: readonly string[], paint: Paint = (text) => text): Column {
  return { head, align: 'left', cells: paintLines(cells, paint) };
}

function right(
  head: string,
  rows: readonly (readonly number[])[],
  measure: (values: readonly number[]) => number,
): Column {
  return {
    head,
    align: 'right',
    cells: rows.map((values) => (values.length > 0 ? formatNumber(measure(values)) : '')),
  };
}

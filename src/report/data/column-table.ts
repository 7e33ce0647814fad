import type { ColumnReport, DataReport } from '../../data/types.js';
import { formatCount, formatNumber } from '../../terminal/number-format.js';
import { printable } from '../../terminal/sanitize.js';
import { measureTable, renderTable, type Column } from '../../terminal/table.js';
import { shortenMiddle } from '../../terminal/text-layout.js';
import { indentLines, paragraph, type Style } from '../pretty/style.js';

const INDENT = 2;
const MOST_ROWS = 60;
const WIDEST_NAME = 24;
/** Columns of the table that are given up for width, the first of them first. */
const DISPENSABLE = ['mad', 'median', 'sd', 'max', 'min', 'mean', 'type', 'outliers'];

/** One row a column: what is in it, how it is distributed, what is odd about it. */
export function renderColumnTable({ columns }: NonNullable<DataReport['data']>, style: Style): string[] {
  const shown = columns.slice(0, style.verbose ? columns.length : MOST_ROWS);
  let table = createColumns(shown, style);
  for (const head of DISPENSABLE) {
    if (measureTable(table) <= style.width - INDENT) break;
    table = table.filter((column) => column.head !== head);
  }
  return [
    ...indentLines(renderTable(table, style.glyphs, style.color.dim), INDENT),
    ...(shown.length < columns.length
      ? paragraph(
          style,
          `and ${formatCount(columns.length - shown.length)} more columns (--verbose shows them)`,
          INDENT,
          style.color.dim,
        )
      : []),
  ];
}

function createColumns(columns: readonly ColumnReport[], style: Style): Column[] {
  const { color, glyphs } = style;
  const number = (head: string, pick: (column: ColumnReport) => number | null): Column => ({
    head,
    align: 'right',
    cells: columns.map((column) => (pick(column) === null ? '' : formatNumber(pick(column)!, 3))),
  });
  const count = (head: string, pick: (column: ColumnReport) => number, paint: (text: string) => string): Column[] =>
    columns.some((column) => pick(column) > 0)
      ? [
          {
            head,
            align: 'right',
            cells: columns.map((column) => (pick(column) > 0 ? paint(formatCount(pick(column))) : '')),
          },
        ]
      : [];
  return [
    {
      head: 'column',
      align: 'left',
      cells: columns.map(({ name }) => shortenMiddle(printable(name), WIDEST_NAME, glyphs.ellipsis)),
    },
    { head: 'type', align: 'left', cells: columns.map(({ type }) => color.dim(type)) },
    ...count('missing', ({ missing }) => missing, color.red),
    ...count('non-finite', ({ nonFinite }) => nonFinite, color.red),
    number('min', ({ min }) => min),
    number('median', ({ median }) => median),
    number('max', ({ max }) => max),
    number('mean', ({ mean }) => mean),
    number('sd', ({ sd }) => sd),
    number('mad', ({ mad }) => mad),
    ...count('outliers', ({ outliers }) => outliers, color.yellow),
    { head: 'distribution', align: 'left', cells: columns.map((column) => drawDistribution(column, style)) },
  ];
}

const BARS = 10;

/** A small histogram; of texts, how many there are. */
function drawDistribution({ histogram, type, distinct }: ColumnReport, { glyphs, color }: Style): string {
  if (type === 'empty') return color.dim('nothing');
  if (!histogram) return color.dim(distinct === null ? 'many different' : `${formatCount(distinct)} different`);
  const { counts } = histogram;
  const per = Math.ceil(counts.length / BARS);
  const bars = Array.from({ length: Math.ceil(counts.length / per) }, (_, i) =>
    counts.slice(i * per, (i + 1) * per).reduce((sum, value) => sum + value, 0),
  );
  const most = Math.max(...bars);
  const top = glyphs.blocks.length - 1;
  // A bin that holds anything is seen.
  return bars.map((bar) => (bar === 0 ? ' ' : glyphs.blocks[Math.round((bar / most) * top)])).join('');
}

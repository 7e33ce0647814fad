import CliTable from 'cli-table3';
import type { Glyphs } from './glyphs.js';
import { measureWidest, measureWidth } from './text-layout.js';

/** One column: its heading and a cell for each row, already coloured. */
export interface Column {
  head: string;
  align: 'left' | 'right';
  cells: readonly string[];
}

/** Blank columns between two columns of a table. */
const GAP = 2;

export function measureColumn(column: Column): number {
  return Math.max(measureWidth(column.head), measureWidest(column.cells));
}

export function measureTable(columns: readonly Column[]): number {
  return columns.reduce((total, column) => total + measureColumn(column), GAP * (columns.length - 1));
}

/** A table without borders but for a rule under its headings; lines carry no trailing blanks. */
export function renderTable(
  columns: readonly Column[],
  glyphs: Glyphs,
  styleHead: (text: string) => string = (text) => text,
): string[] {
  const widths = columns.map(measureColumn);
  const table = new CliTable({
    head: columns.map((column) => styleHead(column.head)),
    colAligns: columns.map((column) => column.align),
    // cli-table3 counts the padding as part of the column.
    colWidths: widths.map((width) => width + GAP),
    truncate: glyphs.ellipsis,
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
  });
  columns[0].cells.forEach((_, row) => table.push(columns.map((column) => column.cells[row])));
  const [head, ...body] = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  return [head, styleHead(glyphs.horizontal.repeat(measureTable(columns))), ...body];
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

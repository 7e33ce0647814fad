import { CELL, hasDecimalComma, type CellKind } from '../cell.js';
import type { Detector, Evidence } from '../evidence.js';
import { MOST_LISTED, RowSet } from '../rows.js';
import type { TableColumn } from '../table.js';
import type { CellPlace, Finding } from '../types.js';
import { listNames, percent, quantity } from '../words.js';

/** Texts of a column of which more are different than this are not categories: a number among them is no mistake. */
const MOST_DISTINCT = 0.5;

/** Cells that hold nothing. */
export const findMissing: Detector = (evidence) => {
  const found = collect(evidence, ({ counts }) => (counts.missing > 0 ? CELL.missing : null));
  if (!found) return [];
  const { rows } = evidence.table;
  const parts = found.columns.map(({ name, counts }) => `${name} ${counts.missing} (${percent(counts.missing, rows)})`);
  return [
    {
      ...found.finding,
      code: 'missing',
      level: 'error',
      message: `${quantity(found.finding.count, 'row')} with cells that hold nothing: ${listNames(parts)}`,
      advice: '--fix impute fills them in by the median or the most frequent text, --fix drop leaves the rows out',
    },
  ];
};

/** NaN and infinities, as numbers or as text. */
export const findNonFinite: Detector = (evidence) => {
  const found = collect(evidence, ({ counts }) => (counts.nonFinite > 0 ? CELL.nonFinite : null));
  if (!found) return [];
  const parts = found.columns.map(({ name, counts }) => `${name} ${counts.nonFinite}`);
  return [
    {
      ...found.finding,
      code: 'non-finite',
      level: 'error',
      message:
        `${quantity(found.finding.count, 'row')} with NaN or infinities: ${listNames(parts)}; ` +
        'one of them makes the whole gradient NaN',
      advice: 'find out where they come from; --fix impute or drop treats them as missing',
    },
  ];
};

/** Texts in a column of numbers, numbers among the categories of a column of texts, numbers with decimal commas. */
export const findMixedTypes: Detector = (evidence) => {
  const found = collect(evidence, (column, place) => foreignKind(evidence, column, place));
  if (!found) return [];
  const [first] = found.finding.cells;
  const commas = found.columns.filter(({ counts }) => counts.decimalCommas > 0);
  const isWrittenSo = commas.some(({ counts }) => counts.decimalCommas > counts.numbers);
  const example = first ? `, such as "${shorten(String(first.value))}" in ${first.column}, row ${first.row}` : '';
  return [
    {
      ...found.finding,
      code: 'mixed-type',
      level: 'error',
      message:
        `${quantity(found.finding.count, 'row')} with cells of another kind than their column: ` +
        `${listNames(found.columns.map(wordColumn))}${example}` +
        (commas.length > 0 ? '; some would be numbers if the comma were a decimal point' : ''),
      advice: isWrittenSo
        ? '--decimal , reads decimal commas; what is no number is never made one'
        : 'mend them in the source; --fix impute or drop treats them as missing',
    },
  ];
};

function wordColumn({ name, type, counts }: TableColumn): string {
  if (type === 'number' && counts.longIntegers === counts.texts)
    return `${name} (numbers) has ${quantity(counts.texts, 'whole number')} with more digits than float64 holds`;
  if (type === 'number') return `${name} (numbers) has ${quantity(counts.texts, 'text')}`;
  const foreign = counts.numbers + counts.decimalCommas;
  return `${name} (text) has ${quantity(foreign, counts.decimalCommas > counts.numbers ? 'decimal comma' : 'number')}`;
}

/** The kind of the cells that do not belong in a column; null where all do. */
function foreignKind({ table }: Evidence, { type, counts }: TableColumn, column: number): CellKind | null {
  if (type === 'number') return counts.texts > 0 ? CELL.text : null;
  if (type !== 'text' || counts.longIntegers === counts.texts) return null;
  if (counts.decimalCommas > counts.texts / 2) return CELL.text;
  if (counts.numbers === 0) return null;
  const present = counts.texts + counts.numbers + counts.nonFinite;
  return table.categories(column, Math.max(2, MOST_DISTINCT * present)) === null ? null : CELL.number;
}

interface Collected {
  readonly columns: readonly TableColumn[];
  readonly finding: Pick<Finding, 'columns' | 'rows' | 'count'> & { readonly cells: readonly CellPlace[] };
}

/** The cells of the kinds that are wanted of each column. */
function collect(
  { table }: Evidence,
  wanted: (column: TableColumn, place: number) => CellKind | null,
): Collected | null {
  const columns: TableColumn[] = [];
  const rows = new RowSet(table.rows);
  const cells: CellPlace[] = [];
  table.columns.forEach((column, place) => {
    const kind = wanted(column, place);
    if (kind === null) return;
    columns.push(column);
    table.kinds(place).forEach((found, row) => {
      if (found !== kind) return;
      const value = cells.length < MOST_LISTED || kind === CELL.text ? table.textAt(place, row) : '';
      // In a column of decimal commas the texts that are none of them belong there.
      if (kind === CELL.text && column.type === 'text' && !hasDecimalComma(value)) return;
      rows.add(row);
      if (cells.length < MOST_LISTED) cells.push({ row, column: column.name, value });
    });
  });
  if (columns.length === 0) return null;
  return {
    columns,
    finding: { columns: columns.map(({ name }) => name), rows: rows.list(), count: rows.count, cells },
  };
}

function shorten(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}

import { MemoryBlockStore, type BlockStore } from './block-store.js';
import {
  CELL,
  hasDecimalComma,
  isLongInteger,
  readTextCell,
  readTypedCell,
  type Decimal,
  type ReadCell,
} from './cell.js';
import { DataTable, type ColumnCounts, type ColumnType } from './table.js';
import { TextCodes } from './text-codes.js';

/** Cells of a block: few enough that a block is small beside the memory there is, enough that files are read in one go. */
const BLOCK_CELLS = 2 ** 19;
const FEWEST_BLOCK_ROWS = 64;

export interface TableOptions {
  /** Whether cells come as text, as from CSV, with a type, as from JSON, or some in this way and some in that. */
  readonly cells: 'text' | 'typed' | 'mixed';
  readonly decimal?: Decimal;
  readonly store?: BlockStore;
}

type Counts = { -readonly [Key in keyof ColumnCounts]: ColumnCounts[Key] };

/** Takes the rows of a table one after the other, and keeps them column by column. */
export class TableBuilder {
  readonly #names: readonly string[];
  readonly #cells: TableOptions['cells'];
  readonly #decimal: Decimal;
  readonly #store: BlockStore;
  readonly #texts: TextCodes[];
  readonly #counts: Counts[];
  readonly #blockRows: number;
  readonly #cell: ReadCell = { kind: CELL.missing, value: NaN, text: '' };
  #values: Float64Array;
  #kinds: Uint8Array;
  #filled = 0;
  #rows = 0;

  constructor(names: readonly string[], { cells, decimal = '.', store = new MemoryBlockStore() }: TableOptions) {
    this.#names = names;
    this.#cells = cells;
    this.#decimal = decimal;
    this.#store = store;
    this.#texts = names.map(() => new TextCodes());
    this.#counts = names.map(() => ({
      numbers: 0,
      missing: 0,
      nonFinite: 0,
      texts: 0,
      decimalCommas: 0,
      longIntegers: 0,
    }));
    this.#blockRows = Math.max(FEWEST_BLOCK_ROWS, Math.floor(BLOCK_CELLS / Math.max(1, names.length)));
    this.#values = new Float64Array(this.#blockRows * names.length);
    this.#kinds = new Uint8Array(this.#blockRows * names.length);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Takes a row: a cell for each column; cells that are not there are missing. */
  push(row: ArrayLike<unknown>): void {
    for (let column = 0; column < this.#names.length; column++) {
      const cell = this.#cell;
      const given = row[column];
      const isText = this.#cells === 'text' || (this.#cells === 'mixed' && typeof given === 'string');
      if (isText) readTextCell(given as string, this.#decimal, cell);
      else readTypedCell(given, cell);
      const place = column * this.#blockRows + this.#filled;
      this.#kinds[place] = cell.kind;
      this.#values[place] = this.#count(column, cell);
    }
    this.#rows++;
    if (++this.#filled === this.#blockRows) this.#flush();
  }

  /** The table; nothing can be pushed after. */
  finish(): DataTable {
    if (this.#filled > 0) this.#flush();
    const columns = this.#names.map((name, column) => {
      const counts = this.#counts[column];
      return { name, counts, type: typeOf(counts) };
    });
    return new DataTable(columns, this.#rows, this.#blockRows, this.#store, this.#texts);
  }

  /** Counts a cell, and returns what stands for it among the values. */
  #count(column: number, cell: ReadCell): number {
    const counts = this.#counts[column];
    switch (cell.kind) {
      case CELL.number:
        counts.numbers++;
        // So that equal cells are equal bit for bit.
        return cell.value === 0 ? 0 : cell.value;
      case CELL.missing:
        counts.missing++;
        return NaN;
      case CELL.nonFinite:
        counts.nonFinite++;
        return cell.value;
      default:
        counts.texts++;
        if (hasDecimalComma(cell.text)) counts.decimalCommas++;
        else if (isLongInteger(cell.text)) counts.longIntegers++;
        return this.#texts[column].codeOf(cell.text);
    }
  }

  #flush(): void {
    const rows = this.#filled;
    const columns = this.#names.length;
    const isFull = rows === this.#blockRows;
    const cut = <Values extends Float64Array | Uint8Array>(all: Values, into: Values): Values => {
      for (let j = 0; j < columns; j++)
        into.set(all.subarray(j * this.#blockRows, j * this.#blockRows + rows), j * rows);
      return into;
    };
    this.#store.append({
      rows,
      values: isFull ? this.#values : cut(this.#values, new Float64Array(rows * columns)),
      kinds: isFull ? this.#kinds : cut(this.#kinds, new Uint8Array(rows * columns)),
    });
    this.#filled = 0;
    this.#values = new Float64Array(this.#blockRows * columns);
    this.#kinds = new Uint8Array(this.#blockRows * columns);
  }
}

function typeOf({ numbers, nonFinite, texts, longIntegers }: ColumnCounts): ColumnType {
  const present = numbers + nonFinite + texts;
  if (present === 0) return 'empty';
  return texts > numbers + nonFinite || areIdentifiers({ present, longIntegers }) ? 'text' : 'number';
}

/** Of whole numbers with so many digits, some happen to be held by float64. */
const LEAST_LONG = 0.1;

function areIdentifiers({ present, longIntegers }: { present: number; longIntegers: number }): boolean {
  return longIntegers > 1 && longIntegers > LEAST_LONG * present;
}

import { CELL } from './cell.js';
import type { BlockStore } from './block-store.js';
import type { TextCodes } from './text-codes.js';

/** What was counted of a column while it was read. */
export interface ColumnCounts {
  readonly numbers: number;
  readonly missing: number;
  readonly nonFinite: number;
  readonly texts: number;
  /** Of the texts: those that would be numbers if the comma were a point. */
  readonly decimalCommas: number;
  /** Of the texts: whole numbers with more digits than float64 holds. */
  readonly longIntegers: number;
}

/** By what most of its cells are; `empty` where it has none. */
export type ColumnType = 'number' | 'text' | 'empty';

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly counts: ColumnCounts;
}

export interface Category {
  readonly name: string;
  readonly count: number;
}

/** A table whose rows may be more than memory holds: it is read by column, or by block of rows. */
export class DataTable {
  constructor(
    readonly columns: readonly TableColumn[],
    readonly rows: number,
    /** Rows of each block but the last. */
    readonly blockRows: number,
    private readonly store: BlockStore,
    private readonly texts: readonly TextCodes[],
  ) {}

  get blocks(): number {
    return Math.ceil(this.rows / this.blockRows);
  }

  /** The numbers of a column, a fresh array; NaN where a cell holds no finite number. */
  numbers(column: number): Float64Array {
    const all = new Float64Array(this.rows);
    for (let block = 0; block < this.blocks; block++) all.set(this.blockNumbers(column, block), block * this.blockRows);
    return all;
  }

  /** The same for the rows of one block. */
  blockNumbers(column: number, block: number): Float64Array {
    const values = this.store.readValues(block, column).slice();
    const kinds = this.store.readKinds(block, column);
    for (let i = 0; i < values.length; i++) if (kinds[i] !== CELL.number) values[i] = NaN;
    return values;
  }

  /** What each cell of a column holds (CELL), a fresh array. */
  kinds(column: number): Uint8Array {
    const all = new Uint8Array(this.rows);
    for (let block = 0; block < this.blocks; block++)
      all.set(this.store.readKinds(block, column), block * this.blockRows);
    return all;
  }

  /** Values and kinds of a column in a block, which are not to be changed: equal cells are equal in both. */
  blockCells(column: number, block: number): { values: Float64Array; kinds: Uint8Array } {
    return { values: this.store.readValues(block, column), kinds: this.store.readKinds(block, column) };
  }

  /** The cell as text, for messages; empty where it is missing. */
  textAt(column: number, row: number): string {
    const block = Math.floor(row / this.blockRows);
    const { values, kinds } = this.blockCells(column, block);
    const [kind, value] = [kinds[row - block * this.blockRows], values[row - block * this.blockRows]];
    if (kind === CELL.missing) return '';
    return kind === CELL.text ? this.nameOf(column, value) : String(value);
  }

  /** The text behind a code of a column. */
  nameOf(column: number, code: number): string {
    return this.texts[column].nameOf(code) ?? 'a text';
  }

  /**
   * A column as categories: for each row the place in `categories`, −1 where nothing stands. Numbers are categories of
   * their own. Null where there are more of them than `most`.
   */
  categories(column: number, most: number): { codes: Int32Array; categories: Category[] } | null {
    const places = new Map<string, number>();
    const counts: number[] = [];
    const codes = new Int32Array(this.rows).fill(-1);
    for (let block = 0, row = 0; block < this.blocks; block++) {
      const { values, kinds } = this.blockCells(column, block);
      for (let i = 0; i < values.length; i++, row++) {
        if (kinds[i] === CELL.missing) continue;
        const key = kinds[i] === CELL.text ? this.nameOf(column, values[i]) : String(values[i]);
        let place = places.get(key);
        if (place === undefined) {
          if (places.size >= most) return null;
          places.set(key, (place = places.size));
          counts.push(0);
        }
        counts[place]++;
        codes[row] = place;
      }
    }
    return { codes, categories: [...places].map(([name, place]) => ({ name, count: counts[place] })) };
  }
}

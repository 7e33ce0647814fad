import type { EntryResult } from './entry-problem.js';
import type { EntryVerdict } from './report.js';

/** What an entry of `EntryTable.verdict` means: its place in this list. */
const CODES: readonly (EntryVerdict | 'unchecked')[] = ['unchecked', 'pass', 'fail', 'kink', 'inconclusive'];

/** Some of the columns, one after the other in place. */
export interface Columns {
  readonly numeric: Float64Array;
  readonly bound: Float64Array;
  readonly codes: Uint8Array;
}

/** The results of all entries of a point as flat columns: 17 bytes an entry, once there is one, whatever their number. */
export class EntryTable {
  private columns: Columns | undefined;

  constructor(private readonly size: number) {}

  /** Difference estimates; NaN where there is none. */
  get numeric(): Float64Array {
    return this.made().numeric;
  }

  /** |numeric − true derivative| ≤ bound; at a kink for any slope between the one-sided ones. */
  get bound(): Float64Array {
    return this.made().bound;
  }

  set(i: number, { numeric, bound, verdict, slopes }: EntryResult): void {
    const columns = this.made();
    columns.numeric[i] = numeric;
    columns.bound[i] = slopes ? bound + slopes[1] - slopes[0] : bound;
    columns.codes[i] = CODES.indexOf(verdict);
  }

  verdict(i: number): EntryVerdict | 'unchecked' {
    return this.columns ? CODES[this.columns.codes[i]] : 'unchecked';
  }

  /** A copy of some entries. */
  part(from: number, to: number): Columns {
    const { numeric, bound, codes } = this.made();
    return { numeric: numeric.slice(from, to), bound: bound.slice(from, to), codes: codes.slice(from, to) };
  }

  setPart(from: number, part: Columns): void {
    const columns = this.made();
    columns.numeric.set(part.numeric, from);
    columns.bound.set(part.bound, from);
    columns.codes.set(part.codes, from);
  }

  private made(): Columns {
    this.columns ??= {
      numeric: new Float64Array(this.size).fill(NaN),
      bound: new Float64Array(this.size).fill(Infinity),
      codes: new Uint8Array(this.size),
    };
    return this.columns;
  }
}

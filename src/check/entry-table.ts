import type { EntryResult } from './entry-problem.js';
import type { EntryVerdict } from './report.js';

/** What an entry of `EntryTable.verdict` means: its place in this list. */
const CODES: readonly (EntryVerdict | 'unchecked')[] = ['unchecked', 'pass', 'fail', 'kink', 'inconclusive'];

/** The results of all entries of a point as flat columns: 17 bytes an entry, whatever their number. */
export class EntryTable {
  /** Difference estimates; NaN where there is none. */
  readonly numeric: Float64Array;
  /** |numeric − true derivative| ≤ bound. */
  readonly bound: Float64Array;
  private readonly codes: Uint8Array;

  constructor(size: number) {
    this.numeric = new Float64Array(size).fill(NaN);
    this.bound = new Float64Array(size).fill(Infinity);
    this.codes = new Uint8Array(size);
  }

  set(i: number, { numeric, bound, verdict }: Pick<EntryResult, 'numeric' | 'bound' | 'verdict'>): void {
    this.numeric[i] = numeric;
    this.bound[i] = bound;
    this.codes[i] = CODES.indexOf(verdict);
  }

  verdict(i: number): EntryVerdict | 'unchecked' {
    return CODES[this.codes[i]];
  }
}

import { CELL } from '../cell.js';
import { describeNumbers, type NumberStatistics } from '../column-summary.js';
import { hashRows } from '../row-hashes.js';
import type { DataTable } from '../table.js';
import type { FittedStep } from './steps.js';
import { pathOf, type ColumnPath } from './transform-cell.js';

/** The data as the steps so far leave them, column by column. */
export class FitState {
  /** For each row 0, or the place from 1 of the step that left it out. */
  readonly dropped: Uint8Array;
  readonly #steps: FittedStep[] = [];

  constructor(readonly table: DataTable) {
    this.dropped = new Uint8Array(table.rows);
  }

  take(step: FittedStep): void {
    if (step.name === 'drop')
      for (const name of Object.keys(step.columns)) this.#require(name, step.columns[name].type);
    if (step.name === 'dedupe') this.#dedupe();
    this.#steps.push(step);
  }

  /** Numbers of a column in rows that are left; NaN where there is none. */
  numbers(column: number): Float64Array {
    const { steps } = this.#path(column, 'number');
    return this.table.numbers(column).map((raw, row) => {
      if (this.dropped[row] !== 0) return NaN;
      let value = raw;
      for (const step of steps) {
        if (step?.kind === 'impute' && value !== value) value = Number(step.value);
        else if (step && 'map' in step && value === value) value = finiteOrNothing(step.map(value));
      }
      return value;
    });
  }

  summary(column: number): NumberStatistics {
    return describeNumbers(this.numbers(column));
  }

  /** The text that stands most often in a column of rows that are left; the first of several. */
  mostFrequent(column: number): string | null {
    const found = this.table.categories(column, Infinity);
    if (!found) return null;
    const counts = new Float64Array(found.categories.length);
    found.codes.forEach((code, row) => {
      if (code >= 0 && this.dropped[row] === 0) counts[code]++;
    });
    const best = counts.reduce((most, count, code) => (count > counts[most] ? code : most), 0);
    return counts[best] > 0 ? found.categories[best].name : null;
  }

  isImputed(column: number): boolean {
    const { steps } = this.#path(column, 'number');
    return steps.some((step) => step?.kind === 'impute');
  }

  #path(column: number, type: 'number' | 'text'): ColumnPath {
    return pathOf(this.table.columns[column].name, type, this.#steps);
  }

  #require(name: string, type: 'number' | 'text'): void {
    const column = this.table.columns.findIndex((one) => one.name === name);
    if (column < 0) return;
    const drop = (row: number): void => {
      if (this.dropped[row] === 0) this.dropped[row] = this.#steps.length + 1;
    };
    if (type === 'number')
      this.numbers(column).forEach((value, row) => {
        if (value !== value) drop(row);
      });
    else if (!this.isImputed(column))
      this.table.kinds(column).forEach((kind, row) => {
        if (kind !== CELL.number && kind !== CELL.text) drop(row);
      });
  }

  /** Of equal rows the first is kept; cells are compared as they stand in the file. */
  #dedupe(): void {
    const seen = new Set<number>();
    const columns = this.table.columns.map((_, column) => column);
    hashRows(this.table, columns).forEach((hash, row) => {
      if (this.dropped[row] !== 0) return;
      if (seen.has(hash)) this.dropped[row] = this.#steps.length + 1;
      else seen.add(hash);
    });
  }
}

function finiteOrNothing(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

import { flattenRow } from './flatten-row.js';

/** Names of all columns in rows that may be nested, in the order in which they first appear. */
export class ColumnNames {
  readonly #names = new Map<string, number>();

  note(row: unknown): void {
    flattenRow(row, (name) => {
      if (!this.#names.has(name)) this.#names.set(name, this.#names.size);
    });
  }

  list(): string[] {
    return [...this.#names.keys()];
  }

  /** The cells of a row in the places of its columns; what it lacks is undefined. */
  cellsOf(row: unknown): unknown[] {
    const cells: unknown[] = Array.from({ length: this.#names.size });
    flattenRow(row, (name, value) => {
      const place = this.#names.get(name);
      if (place !== undefined) cells[place] = value;
    });
    return cells;
  }
}

/** Rows that a finding may list. */
export const MOST_LISTED = 1000;

/** A set of rows of a table of known length. */
export class RowSet {
  readonly #flags: Uint8Array;
  count = 0;

  constructor(rows: number) {
    this.#flags = new Uint8Array(rows);
  }

  add(row: number): void {
    if (this.#flags[row] === 1) return;
    this.#flags[row] = 1;
    this.count++;
  }

  has(row: number): boolean {
    return this.#flags[row] === 1;
  }

  /** The first of them, as findings list them. */
  list(): number[] {
    const found: number[] = [];
    for (let row = 0; row < this.#flags.length && found.length < MOST_LISTED; row++)
      if (this.#flags[row] === 1) found.push(row);
    return found;
  }
}

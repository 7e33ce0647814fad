/** Lines of rows in a file: most files have a row in each line, so only where that changes is kept. */
export class LineNumbers {
  readonly #rows: number[] = [];
  readonly #offsets: number[] = [];

  note(row: number, line: number): void {
    const offset = line - row;
    if (this.#offsets.at(-1) === offset) return;
    this.#rows.push(row);
    this.#offsets.push(offset);
  }

  lineOf(row: number): number {
    let [low, high] = [0, this.#rows.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#rows[middle] <= row) low = middle;
      else high = middle - 1;
    }
    return row + (this.#offsets[low] ?? 1);
  }
}

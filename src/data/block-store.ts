/** Some rows of a table, column after column. */
export interface Block {
  readonly rows: number;
  /** Values of all columns, `rows` of each: a number, the code of a text, or NaN. */
  readonly values: Float64Array;
  /** What each cell holds (CELL). */
  readonly kinds: Uint8Array;
}

/** Where blocks of a table are kept: in memory, or in a file. All but the last have the same number of rows. */
export interface BlockStore {
  append(block: Block): void;
  /** The values of one column in one block. */
  readValues(block: number, column: number): Float64Array;
  readKinds(block: number, column: number): Uint8Array;
}

/** Keeps blocks in memory. */
export class MemoryBlockStore implements BlockStore {
  readonly #blocks: Block[] = [];

  append(block: Block): void {
    this.#blocks.push(block);
  }

  readValues(block: number, column: number): Float64Array {
    const { rows, values } = this.#blocks[block];
    return values.subarray(column * rows, (column + 1) * rows);
  }

  readKinds(block: number, column: number): Uint8Array {
    const { rows, kinds } = this.#blocks[block];
    return kinds.subarray(column * rows, (column + 1) * rows);
  }

  /** Hands the blocks over, and keeps none. */
  drain(): Block[] {
    return this.#blocks.splice(0);
  }
}

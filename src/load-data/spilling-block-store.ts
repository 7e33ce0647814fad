import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryBlockStore, type Block, type BlockStore } from '../data/block-store.js';

/** Cells that are kept in memory, 9 bytes each. */
const MOST_IN_MEMORY = 4_000_000;

interface Place {
  readonly rows: number;
  readonly valuesAt: number;
  readonly kindsAt: number;
}

/** Keeps blocks in memory; once there are too many, in a temporary file, which goes when the store is closed. */
export class SpillingBlockStore implements BlockStore {
  readonly #memory = new MemoryBlockStore();
  readonly #places: Place[] = [];
  #cells = 0;
  #end = 0;
  #folder: string | undefined;
  #file = -1;

  constructor(private readonly mostInMemory = MOST_IN_MEMORY) {}

  append(block: Block): void {
    this.#cells += block.values.length;
    if (this.#folder !== undefined) return this.#write(block);
    this.#memory.append(block);
    if (this.#cells <= this.mostInMemory) return;
    this.#folder = mkdtempSync(join(tmpdir(), 'gradcheck-data-'));
    this.#file = openSync(join(this.#folder, 'cells'), 'w+');
    for (const kept of this.#memory.drain()) this.#write(kept);
  }

  readValues(block: number, column: number): Float64Array {
    if (this.#folder === undefined) return this.#memory.readValues(block, column);
    const { rows, valuesAt } = this.#places[block];
    const values = new Float64Array(rows);
    this.#read(values, valuesAt + column * values.byteLength);
    return values;
  }

  readKinds(block: number, column: number): Uint8Array {
    if (this.#folder === undefined) return this.#memory.readKinds(block, column);
    const { rows, kindsAt } = this.#places[block];
    const kinds = new Uint8Array(rows);
    this.#read(kinds, kindsAt + column * rows);
    return kinds;
  }

  close(): void {
    if (this.#folder === undefined) return;
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write({ rows, values, kinds }: Block): void {
    const valuesAt = this.#end;
    const kindsAt = valuesAt + values.byteLength;
    this.#end = kindsAt + kinds.byteLength;
    for (const [array, position] of [
      [values, valuesAt],
      [kinds, kindsAt],
    ] as const)
      for (let done = 0; done < array.byteLength;)
        done += writeSync(
          this.#file,
          new Uint8Array(array.buffer, array.byteOffset),
          done,
          array.byteLength - done,
          position + done,
        );
    this.#places.push({ rows, valuesAt, kindsAt });
  }

  #read(into: Float64Array | Uint8Array, position: number): void {
    for (let done = 0; done < into.byteLength;) {
      const count = readSync(this.#file, into, done, into.byteLength - done, position + done);
      if (count === 0) throw new Error('the temporary file is shorter than what was written');
      done += count;
    }
  }
}

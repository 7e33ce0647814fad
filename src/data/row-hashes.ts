import { CELL } from './cell.js';
import type { DataTable } from './table.js';

/** The bits of a float64. */
const NUMBER = new Float64Array(1);
const WORDS = new Uint32Array(NUMBER.buffer);

/**
 * 53 bits for each row, equal where all cells of some columns are equal. Of a million different rows, two have equal
 * ones by chance with a probability of 6e-5.
 */
export function hashRows(table: DataTable, columns: readonly number[]): Float64Array {
  const low = new Uint32Array(table.rows).fill(0x811c9dc5);
  const high = new Uint32Array(table.rows).fill(0x1b873593);
  for (let block = 0; block < table.blocks; block++)
    for (const column of columns) {
      const { values, kinds } = table.blockCells(column, block);
      for (let i = 0, row = block * table.blockRows; i < values.length; i++, row++) {
        NUMBER[0] = kinds[i] === CELL.missing ? 0 : values[i];
        const first = WORDS[0] ^ Math.imul(kinds[i] + 1, 0x9e3779b1);
        low[row] = mix(mix(low[row] ^ first) ^ WORDS[1]);
        high[row] = mix(Math.imul(high[row] ^ WORDS[1], 0x85ebca6b) ^ first ^ (low[row] >>> 11));
      }
    }
  return Float64Array.from(low, (word, row) => (word >>> 5) * 2 ** 26 + (high[row] >>> 6));
}

/** The finaliser of MurmurHash3 (Appleby). */
function mix(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

/** Groups of rows with equal hashes, of two and more: ascending, by their first rows. */
export function groupEqual(hashes: Float64Array): Uint32Array[] {
  const order = sortOrder(hashes);
  const groups: Uint32Array[] = [];
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && hashes[order[end]] === hashes[order[start]]) end++;
    if (end - start > 1) groups.push(order.slice(start, end).sort());
    start = end;
  }
  return groups.sort((a, b) => a[0] - b[0]);
}

function sortOrder(hashes: Float64Array): Uint32Array {
  return Uint32Array.from(hashes, (_, row) => row).sort((a, b) => hashes[a] - hashes[b]);
}

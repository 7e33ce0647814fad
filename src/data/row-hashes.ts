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
  const repeated = findRepeated(hashes);
  if (repeated.size === 0) return [];
  const groups = new Map<number, number[]>();
  hashes.forEach((hash, row) => {
    if (!repeated.has(hash)) return;
    const group = groups.get(hash);
    if (group) group.push(row);
    else groups.set(hash, [row]);
  });
  return Array.from(groups.values(), (rows) => Uint32Array.from(rows));
}

/** Sorting numbers alone is ten times as fast as sorting rows by them, and mostly nothing is found. */
function findRepeated(hashes: Float64Array): Set<number> {
  const sorted = hashes.slice().sort();
  const repeated = new Set<number>();
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) repeated.add(sorted[i]);
  return repeated;
}

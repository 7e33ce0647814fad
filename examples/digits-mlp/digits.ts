import { readNumbers } from '../data/read-csv.js';

export interface Sample {
  /** 8 × 8 grey levels, row by row, from 0 (white) to 1 (black). */
  pixels: number[];
  /** 0 … 9. */
  digit: number;
}

export function loadDigits(count: number): Sample[] {
  const rows = readNumbers(new URL('../data/digits.csv', import.meta.url)).slice(0, count);
  return rows.map((row) => ({ pixels: row.slice(0, 64).map((level) => level / 16), digit: row[64] }));
}

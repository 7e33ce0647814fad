import { GradcheckError } from '../errors.js';
import { isMatrix } from './matrix.js';
import { readUserValue } from './read-user-value.js';
import { describeValue } from './tree-layout.js';

const HINT = (size: number): string =>
  `over the flattened parameters, in the order of params, it is ${rowsOf(size)} of ${numbersOf(size)}`;

/**
 * Reads a square matrix: rows of numbers (plain or typed arrays), or a matrix of mathjs.
 * @returns its entries, row by row
 * @throws GradcheckError `shape-mismatch`, with the row
 */
export function readMatrix(value: unknown, size: number, name: string): Float64Array {
  return readUserValue(name, () => readRows(isMatrix(value) ? value.toArray() : value, size, name));
}

function readRows(rows: unknown, size: number, name: string): Float64Array {
  if (!isList(rows) || rows.length !== size) throw mismatch(name, rowsOf(size), rows, size);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = rows[i];
    if (!isList(row) || row.length !== size) throw mismatch(`row ${i} of ${name}`, numbersOf(size), row, size);
    for (let j = 0; j < size; j++) {
      const entry = row[j];
      if (typeof entry !== 'number') throw mismatch(`${name}[${i},${j}]`, 'a number', entry, size);
      matrix[i * size + j] = entry;
    }
  }
  return matrix;
}

function rowsOf(size: number): string {
  return size === 1 ? '1 row' : `${size} rows`;
}

function numbersOf(size: number): string {
  return size === 1 ? '1 number' : `${size} numbers`;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

function mismatch(what: string, expected: string, found: unknown, size: number): GradcheckError {
  const seen = found === undefined ? 'nothing (undefined)' : describeValue(found);
  return new GradcheckError('shape-mismatch', `${what} should be ${expected}, but is ${seen}`, { hint: HINT(size) });
}

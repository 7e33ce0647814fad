import { GradcheckError } from '../../errors.js';
import { describeValue } from '../../model/tree-layout.js';

/** Data as rows that batches are made of. */
export interface DataRows {
  readonly count: number;
  /** The rows of these numbers, in the form of the data; `data` is what is taken from. */
  take(data: unknown, rows: readonly number[]): unknown;
}

/**
 * Finds the rows of the data: the elements of an array or typed array, or those of all the arrays of an object, which
 * then have one length (`{ x: […], y: […] }`).
 * @throws GradcheckError `bad-model` where there are none
 */
export function readRows(data: unknown): DataRows {
  if (isList(data) && data.length > 0) return { count: data.length, take: (all, rows) => pick(all as List, rows) };
  if (typeof data === 'object' && data !== null) {
    const lists = Object.values(data).filter(isList);
    const [first] = lists;
    if (first && first.length > 0 && lists.every(({ length }) => length === first.length))
      return { count: first.length, take: (all, rows) => pickColumns(all as object, rows) };
  }
  throw new GradcheckError('bad-model', `--batch-size needs rows to choose from, and data is ${describeValue(data)}`, {
    hint: 'export the rows as an array, `export const data = [{ x: …, y: … }, …]`, or leave --batch-size out',
  });
}

type List = ArrayLike<unknown>;

function isList(value: unknown): value is List {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

function pick(list: List, rows: readonly number[]): unknown {
  if (Array.isArray(list)) return rows.map((row) => list[row] as unknown);
  const picked = new (list.constructor as new (length: number) => Record<number, unknown>)(rows.length);
  rows.forEach((row, i) => (picked[i] = list[row]));
  return picked;
}

function pickColumns(data: object, rows: readonly number[]): unknown {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]: [string, unknown]) => [key, isList(value) ? pick(value, rows) : value]),
  );
}

import { GradcheckError } from '../errors.js';
import { isList, isRecord } from './flatten-row.js';

const HINT = 'rows are an array of objects or of arrays; columns are an object of arrays of equal length';

/**
 * The rows in a value: an array of rows, or an object of columns, which are arrays of equal length.
 * @param what the value is called in messages
 * @throws GradcheckError `bad-data`
 */
export function findRows(value: unknown, what: string): ArrayLike<unknown> {
  if (isList(value)) {
    refuseRagged(value, what);
    return value;
  }
  if (!isRecord(value)) throw new GradcheckError('bad-data', `${what} holds no rows`, { hint: HINT });
  const names = Object.keys(value);
  const lists = names.map((name) => value[name]).filter(isList);
  if (names.length === 0 || lists.length < names.length)
    throw new GradcheckError('bad-data', `${what} holds neither rows nor columns`, { hint: HINT });
  const odd = lists.findIndex((list) => list.length !== lists[0].length);
  if (odd > 0)
    throw new GradcheckError(
      'bad-data',
      `${what} has columns of different length: ${names[0]} has ${lists[0].length} rows, ${names[odd]} ${lists[odd].length}`,
      { hint: HINT },
    );
  return Array.from({ length: lists[0].length }, (_, row) =>
    Object.fromEntries(names.map((name, column) => [name, lists[column][row]])),
  );
}

/** Rows that are arrays have the same length: a place has no other name than its number. */
function refuseRagged(rows: ArrayLike<unknown>, what: string): void {
  const [first] = Array.from({ length: Math.min(1, rows.length) }, (_, i) => rows[i]);
  if (!isList(first)) return;
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i];
    if (isList(row) && row.length === first.length) continue;
    const found = isList(row) ? `${row.length} cells` : 'is no array';
    throw new GradcheckError('bad-data', `row ${i} of ${what} has ${found}, where row 0 has ${first.length}`, {
      hint: 'write null where a cell is missing',
    });
  }
}

import { GradcheckError } from '../errors.js';
import { isInstant } from './cell.js';
import { childPath } from '../model/path.js';

/** Deeper nests are no data, or hold themselves. */
const MOST_DEPTH = 20;

/**
 * The cells of a row that may be nested, by path: `features[0]`, `address.city`. The places of a row that is an array
 * are named by their numbers.
 */
export function flattenRow(row: unknown, tell: (name: string, value: unknown) => void): void {
  if (isList(row)) Array.from(row, (value, i) => flattenValue(value, String(i), tell, 1));
  else if (isRecord(row)) for (const key of Object.keys(row)) flattenValue(row[key], childPath('', key), tell, 1);
  else tell('0', row);
}

function flattenValue(value: unknown, path: string, tell: (name: string, value: unknown) => void, depth: number): void {
  if (depth > MOST_DEPTH)
    throw new GradcheckError('bad-data', `the data are nested more than ${MOST_DEPTH} deep at ${path}`, {
      hint: 'rows are objects or arrays of numbers and texts',
    });
  if (isList(value)) Array.from(value, (item, i) => flattenValue(item, childPath(path, i), tell, depth + 1));
  else if (isRecord(value))
    for (const key of Object.keys(value)) flattenValue(value[key], childPath(path, key), tell, depth + 1);
  else tell(path, value);
}

export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !isList(value) && !isInstant(value);
}

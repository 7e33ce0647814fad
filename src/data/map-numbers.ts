import { childPath } from '../model/path.js';
import { isList, isRecord } from './flatten-row.js';

type Map = (name: string, value: number) => number;

/** A copy of a row, with its numbers changed; cells have the names that `flattenRow` gives them. */
export function mapRow(row: unknown, map: Map): unknown {
  if (isList(row)) return mapList(row, (value, i) => mapValue(value, String(i), map));
  if (isRecord(row)) return mapRecord(row, '', map);
  return typeof row === 'number' ? map('0', row) : row;
}

/** A copy of a list of columns, an object of lists, with its numbers changed; what is no list is shared. */
export function mapColumns(columns: Readonly<Record<string, unknown>>, map: Map): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).map(([key, list]) => [
      key,
      isList(list) ? mapList(list, (value) => mapValue(value, childPath('', key), map)) : list,
    ]),
  );
}

function mapValue(value: unknown, path: string, map: Map): unknown {
  if (typeof value === 'number') return map(path, value);
  if (isList(value)) return mapList(value, (item, i) => mapValue(item, childPath(path, i), map));
  return isRecord(value) ? mapRecord(value, path, map) : value;
}

function mapRecord(record: Record<string, unknown>, path: string, map: Map): Record<string, unknown> {
  return Object.fromEntries(Object.keys(record).map((key) => [key, mapValue(record[key], childPath(path, key), map)]));
}

/** Arrays stay arrays, arrays of floats stay that; those of whole numbers have no room for others. */
function mapList(list: ArrayLike<unknown>, map: (value: unknown, i: number) => unknown): unknown {
  const values = Array.from(list, map);
  if (Array.isArray(list)) return values;
  return list instanceof Float32Array ? Float32Array.from(values as number[]) : Float64Array.from(values as number[]);
}

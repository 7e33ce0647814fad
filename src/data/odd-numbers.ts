import type { Cloud } from './cloud.js';
import type { Evidence } from './evidence.js';
import type { Neighbours } from './nearest-neighbours.js';
import { median, medianDeviation, sortFinite } from './quantile.js';
import { groupEqual, hashRows } from './row-hashes.js';
import { RowSet } from './rows.js';

/** A residual of so many robust standard deviations. */
const LARGEST_RESIDUAL = 10;
/** Neighbours predict a number where what they leave is less than this share of its spread. */
const MOST_UNEXPLAINED = 0.3;

/** Rows far from what the rows around them have, where these tell a number at all. */
export function oddNumbers(values: Float64Array, { rows }: Cloud, { rows: near, count }: Neighbours): number[] {
  const own = Float64Array.from(rows, (row) => values[row]);
  const residuals = own.map((value, place) => {
    const around = Float64Array.from(near.subarray(place * count, (place + 1) * count), (other) => own[other]);
    return value - median(around.sort());
  });
  const spread = robustSpread(residuals);
  if (!(spread < MOST_UNEXPLAINED * robustSpread(own))) return [];
  return [...residuals.keys()].filter((place) => Math.abs(residuals[place]) > LARGEST_RESIDUAL * spread);
}

/** Rows far from the median of rows with equal features; null where features hardly ever come again. */
export function compareReplicates({ table, target }: Evidence, values: Float64Array): RowSet | null {
  const features = table.columns.map((_, column) => column).filter((column) => column !== target);
  const groups = groupEqual(hashRows(table, features)).filter((group) => group.length > 2);
  const members = groups.reduce((sum, group) => sum + group.length, 0);
  if (features.length === 0 || members < table.rows / 2) return null;
  const residuals = new Float64Array(table.rows).fill(NaN);
  for (const group of groups) {
    const centre = median(sortFinite(Float64Array.from(group, (row) => values[row])));
    for (const row of group) residuals[row] = values[row] - centre;
  }
  const spread = robustSpread(residuals);
  const rows = new RowSet(table.rows);
  residuals.forEach((residual, row) => {
    if (spread > 0 && Math.abs(residual) > LARGEST_RESIDUAL * spread) rows.add(row);
  });
  return rows;
}

function robustSpread(values: Float64Array): number {
  const sorted = sortFinite(values);
  return 1.4826 * medianDeviation(sorted, median(sorted));
}

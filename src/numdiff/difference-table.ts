import { median } from './floating-point.js';

interface DifferenceRow {
  sigma: number;
  changesSign: boolean;
}

/** Rows k = 1…6 of the table of differences of seven values. */
function differenceTable(values: readonly number[]): DifferenceRow[] {
  const rows: DifferenceRow[] = [];
  let differences = values.slice();
  let gamma = 1;
  for (let k = 1; k < values.length; k++) {
    differences = differences.slice(1).map((value, i) => value - differences[i]);
    gamma *= (0.5 * k) / (2 * k - 1);
    // Scaled by the largest, so that the squares of very large and very small losses stay in range.
    const largest = Math.max(...differences.map(Math.abs));
    const meanSquare =
      largest === 0 ? 0 : differences.reduce((sum, d) => sum + (d / largest) ** 2, 0) / differences.length;
    rows.push({
      sigma: largest * Math.sqrt(gamma * meanSquare),
      changesSign: Math.min(...differences) < 0 && Math.max(...differences) > 0,
    });
  }
  return rows;
}

export function noiseOf(values: readonly number[]): number {
  if (hasOneBreak(values)) return 0;
  const table = differenceTable(values);
  for (let k = 0; k + 2 < table.length; k++) {
    const sigmas = [table[k].sigma, table[k + 1].sigma, table[k + 2].sigma];
    if (table[k].changesSign && Math.max(...sigmas) <= 4 * Math.min(...sigmas)) return sigmas[0];
  }
  return table[table.length - 1].sigma;
}

/**
 * The last differences still shrink by much from order to order: what is in them is the smooth part of the loss, varying
 * on a scale not far above the spacing, and not noise, which has the same σ at every order.
 */
export function stillFalls(values: readonly number[]): boolean {
  const [fourth, fifth, sixth] = differenceTable(values).slice(-3);
  return fifth.sigma < fourth.sigma / 4 && sixth.sigma < fifth.sigma / 4;
}

/**
 * One second difference (a kink) or one first difference (a jump) at the middle, where the point is, holds nearly all there
 * is: structure, not noise. Elsewhere on so short a line a single break is a step of rounding.
 */
export function hasOneBreak(values: readonly number[]): boolean {
  const middle = (values.length - 1) / 2;
  const first = values.slice(1).map((value, i) => value - values[i]);
  const second = first.slice(1).map((value, i) => value - first[i]);
  const trend = median(first);
  return (
    holdsNearlyAll(second, [middle - 1]) ||
    holdsNearlyAll(
      first.map((d) => d - trend),
      [middle - 1, middle],
    )
  );
}

function holdsNearlyAll(values: readonly number[], places: readonly number[]): boolean {
  const sizes = values.map(Math.abs);
  const largest = Math.max(...sizes);
  const total = sizes.reduce((sum, size) => sum + (size / largest) ** 2, 0);
  return largest > 0 && total < 1.01 && places.includes(sizes.indexOf(largest));
}

import { MOST_LISTED } from './rows.js';
import { quantile } from './quantile.js';
import type { RowGradients } from './types.js';

/** A row holds too much where its norm is so many times its share of the sum of all. */
const HEAVY = 10;

/** Gradients that add up agree with the whole to this, relative to the sum of their norms. */
const AGREEMENT = 1e-6;

/**
 * What single rows contribute to a gradient. Null where the rows do not add up to it, as a mean or as a sum.
 * @param rows their places in the data
 * @param gradients of each row by itself
 * @param whole of all these rows together
 */
export function summarizeRowGradients(
  rows: readonly number[],
  gradients: readonly Float64Array[],
  whole: Float64Array,
): RowGradients | null {
  const count = gradients.length;
  const mean = Float64Array.from(whole, (_, i) => gradients.reduce((sum, gradient) => sum + gradient[i], 0) / count);
  const norms = Float64Array.from(gradients, norm);
  const total = norms.reduce((sum, value) => sum + value, 0);
  const joined = waysOfJoining(mean, whole, count, total);
  if (!joined) return null;
  const sorted = norms.slice().sort();
  const heavy = placesWhere(rows, (i) => norms[i] > (HEAVY * total) / count);
  const opposing = placesWhere(rows, (i) => dot(gradients[i], mean) < 0);
  const squared = dot(mean, mean);
  const scatter =
    gradients.reduce((sum, gradient) => sum + squaredDistance(gradient, mean), 0) / Math.max(1, count - 1);
  return {
    rows: count,
    joined,
    norm: Math.sqrt(squared),
    rowNorms: { median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9), max: sorted[count - 1] },
    heavy: { ...listed(heavy), share: heavy.reduce((sum, { i }) => sum + norms[i], 0) / (total || 1) },
    opposing: listed(opposing),
    // McCandlish, Kaplan, Amodei et al. (2018), "An empirical model of large-batch training": the simple noise scale.
    noiseScale: squared > 0 ? scatter / squared : null,
  };
}

function waysOfJoining(mean: Float64Array, whole: Float64Array, count: number, total: number): 'mean' | 'sum' | null {
  const limit = AGREEMENT * (total / count);
  if (Math.sqrt(squaredDistance(mean, whole)) <= limit) return 'mean';
  const sum = mean.map((value) => value * count);
  return Math.sqrt(squaredDistance(sum, whole)) <= limit * count ? 'sum' : null;
}

interface Place {
  readonly i: number;
  readonly row: number;
}

function placesWhere(rows: readonly number[], holds: (i: number) => boolean): Place[] {
  return rows.map((row, i) => ({ row, i })).filter(({ i }) => holds(i));
}

function listed(places: readonly Place[]): { rows: number[]; count: number } {
  return { rows: places.slice(0, MOST_LISTED).map(({ row }) => row), count: places.length };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}

function norm(values: Float64Array): number {
  return Math.sqrt(dot(values, values));
}

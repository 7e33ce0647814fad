import { isSingular } from './conditioning.js';
import type { Design } from './design.js';
import { decomposeSingular } from './singular-values.js';
import type { DataTable } from './table.js';
import type { Correlations } from './types.js';

/** A matrix of more columns is too large to show, and to send along. */
const MOST_COLUMNS = 50;

/** How features go together. */
export interface Dependence {
  readonly correlations: Correlations;
  /** Variance inflation factors of the columns of the design. */
  readonly inflation: ReadonlyMap<number, number | 'singular'>;
}

/**
 * From the triangular factor of the standardised design: without its first row its columns are those of the centred data,
 * in a rotated basis, so their inner products are correlations, and with Σ and V of the scaled ones
 * VIFⱼ = Σₖ vⱼₖ²/σₖ² (Belsley, Kuh and Welsch 1980).
 */
export function measureDependence(table: DataTable, design: Design, limit: (note: string) => void): Dependence {
  const { r, rows } = design.standardized;
  const units = r.slice(1).map((column) => {
    const centred = column.slice(1);
    const length = Math.hypot(...centred);
    return length > 1e-12 * Math.sqrt(rows) ? centred.map((value) => value / length) : centred.fill(0);
  });
  const shown = design.columns.slice(0, MOST_COLUMNS);
  if (shown.length < design.columns.length) limit(`correlations are of the first ${MOST_COLUMNS} columns of numbers`);
  const round = (value: number): number => Math.max(-1, Math.min(1, value));
  const matrix = shown.map((_, i) => shown.map((__, j) => (i === j ? 1 : round(dot(units[i], units[j])))));
  return {
    correlations: { columns: shown.map((column) => table.columns[column].name), matrix },
    inflation: inflate(design, units, rows),
  };
}

function inflate(design: Design, units: readonly Float64Array[], rows: number): Dependence['inflation'] {
  const varying = units.map((_, j) => j).filter((j) => units[j].some((value) => value !== 0));
  if (varying.length === 0) return new Map();
  const { values, vectors } = decomposeSingular(varying.map((j) => units[j]));
  const singular = isSingular(values, rows);
  return new Map(
    varying.map((j, i) => {
      const factor = vectors.reduce((sum, vector, k) => sum + (vector[i] / values[k]) ** 2, 0);
      return [design.columns[j], singular && !(factor < 1e12) ? 'singular' : factor];
    }),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

import type { NumberStatistics, NumberSummary } from './column-summary.js';
import { measureConditioning, type Conditioning } from './conditioning.js';
import { factorDesign, rescaleFactor, type DesignFactor, type Feature } from './design-factor.js';
import type { DataTable } from './table.js';

/** The design matrix [1 X] of the features, as a triangular factor. */
export interface Design {
  /** Columns of the table that are in it. */
  readonly columns: readonly number[];
  /** Of the standardised features, over complete rows. */
  readonly standardized: DesignFactor;
  readonly features: readonly Feature[];
  /** Every so many rows were taken. */
  readonly stride: number;
  /** What is known of remedies already: a decomposition takes its time. */
  readonly known: Map<Scaling, Conditioning | null>;
}

/** Wider tables are judged by their first columns: the work grows with the square, that on the factor with the cube. */
const MOST_COLUMNS = 250;
/** Multiplications that a factorisation may take, about ten seconds of them. */
const MOST_WORK = 1e10;
/** A column with more gaps would leave too few complete rows. */
const MOST_GAPS = 0.5;

/** @param limit told of what is left out */
export function buildDesign(
  table: DataTable,
  summaries: readonly (NumberSummary | null)[],
  candidates: readonly number[],
  limit: (note: string) => void,
): Design {
  const usable = candidates.filter((column) => summaries[column]!.count >= (1 - MOST_GAPS) * table.rows);
  const columns = usable.slice(0, MOST_COLUMNS);
  if (usable.length > columns.length)
    limit(`condition numbers and collinearity are of the first ${MOST_COLUMNS} of ${usable.length} columns of numbers`);
  const gappy = candidates.filter((column) => !usable.includes(column));
  if (gappy.length > 0) {
    const names = gappy.map((column) => table.columns[column].name).join(', ');
    limit(`columns that are mostly gaps are left out of the condition numbers: ${names}`);
  }
  const stride = Math.ceil((2 * table.rows * (columns.length + 1) ** 2) / MOST_WORK);
  if (stride > 1) limit(`condition numbers and collinearity are of every ${stride}th row`);
  const features = columns.map((column) => {
    const { mean, sd } = summaries[column]!;
    return { column, centre: mean, scale: sd || 1 };
  });
  return { columns, features, stride, known: new Map(), standardized: factorDesign(table, features, stride) };
}

/** Centres and scales of a remedy: x′ = (x − centre) / scale. */
export type Scaling = (summary: NumberStatistics) => { readonly centre: number; readonly scale: number };

export const SCALINGS = {
  raw: () => ({ centre: 0, scale: 1 }),
  standardize: ({ mean, sd }) => ({ centre: mean, scale: sd || 1 }),
  robust: ({ median, q1, q3 }) => ({ centre: median, scale: q3 - q1 || 1 }),
  minmax: ({ min, max }) => ({ centre: min, scale: max - min || 1 }),
} as const satisfies Record<string, Scaling>;

/**
 * The conditioning after a remedy that shifts and scales columns: from the factor of the standardised ones, as
 * x′ = (mean − centre) / scale + (sd / scale) · z.
 * @param kept places in the design of the columns that are left; all where absent
 */
export function conditionAfter(
  design: Design,
  summaries: readonly (NumberSummary | null)[],
  scaling: Scaling,
  kept?: readonly number[],
): Conditioning | null {
  const known = kept ? undefined : design.known.get(scaling);
  if (known !== undefined) return known;
  const shifts = design.features.map((feature) => {
    const { centre, scale } = scaling(summaries[feature.column]!);
    return { centre: (feature.centre - centre) / scale, scale: feature.scale / scale };
  });
  const { r, rows } = rescaleFactor(design.standardized, shifts);
  const columns = kept ? [r[0], ...kept.map((place) => r[place + 1])] : r;
  const found = measureConditioning({ r: columns, size: columns.length, rows });
  if (!kept) design.known.set(scaling, found);
  return found;
}

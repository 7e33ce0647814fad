import type { Evidence } from './evidence.js';
import type { Dependence } from './dependence.js';
import type { ColumnReport } from './types.js';

const MOST_CATEGORIES = 10;
/** More different texts than this are not counted one by one. */
const MOST_COUNTED = 50_000;

/** The columns as they are reported. */
export function describeColumns(evidence: Evidence, inflation: Dependence['inflation']): ColumnReport[] {
  return evidence.table.columns.map((_, column) => describe(evidence, column, inflation));
}

function describe({ table, summaries }: Evidence, column: number, inflation: Dependence['inflation']): ColumnReport {
  const { name, type, counts } = table.columns[column];
  const base = { name, type, missing: counts.missing, nonFinite: counts.nonFinite };
  const summary = summaries[column];
  if (!summary) return { ...base, ...NO_NUMBERS, ...describeText(table, column) };
  const { min, max, mean, sd, median, mad, q1, q3, distinct, histogram, fences } = summary;
  const outliers =
    min < fences.lower || max > fences.upper
      ? table.numbers(column).reduce((sum, value) => sum + (value < fences.lower || value > fences.upper ? 1 : 0), 0)
      : 0;
  return {
    ...base,
    min,
    max,
    mean,
    sd,
    median,
    mad,
    q1,
    q3,
    outliers,
    distinct,
    histogram,
    vif: inflation.get(column),
  };
}

const NO_NUMBERS = {
  min: null,
  max: null,
  mean: null,
  sd: null,
  median: null,
  mad: null,
  q1: null,
  q3: null,
  outliers: 0,
} as const;

function describeText(table: Evidence['table'], column: number): Pick<ColumnReport, 'distinct' | 'categories'> {
  if (table.columns[column].type === 'empty') return { distinct: 0 };
  const found = table.categories(column, MOST_COUNTED);
  if (!found) return { distinct: null };
  const sorted = [...found.categories].sort((a, b) => b.count - a.count);
  return { distinct: sorted.length, categories: sorted.slice(0, MOST_CATEGORIES) };
}

import type { NumberSummary } from './column-summary.js';
import type { Category, DataTable } from './table.js';

/** The target: classes, or numbers. */
export type Labels =
  | { readonly kind: 'classes'; readonly codes: Int32Array; readonly categories: readonly Category[] }
  | { readonly kind: 'numbers'; readonly values: Float64Array };

/** More different whole numbers are a quantity. */
const MOST_CLASSES = 20;
/** So are more texts: names, or identifiers. */
const MOST_TEXT_CLASSES = 1000;

/**
 * Texts are classes, and so are few different whole numbers that come again; anything else is a quantity. Null where
 * there is nothing of either.
 */
export function readLabels(table: DataTable, target: number, summary: NumberSummary | null): Labels | null {
  if (summary && !areClasses(summary)) return { kind: 'numbers', values: table.numbers(target) };
  const found = table.categories(target, MOST_TEXT_CLASSES);
  return found && found.categories.length > 0 ? { kind: 'classes', ...found } : null;
}

function areClasses({ distinct, count, min, max, modes }: NumberSummary): boolean {
  if (distinct <= 2) return true;
  const isWhole = Number.isInteger(min) && Number.isInteger(max) && max - min < 1000;
  return isWhole && distinct <= MOST_CLASSES && count >= 3 * distinct && Number.isInteger(modes[0]);
}

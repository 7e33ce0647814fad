import type { MathNode } from 'mathjs';
import type { EntryReport, FormulaReport, ModelReport } from '../check/report.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { deriveEntry } from './derive-entry.js';
import type { FormulaScope } from './formula-scope.js';
import { listLeaves } from './list-entries.js';

/** Failing entries that are given a formula; a vector that is wrong tends to be wrong in the same way throughout. */
const MOST_FORMULAS = 10;
/** Rounding allowed to a formula, in units of its value. */
const ROUNDING = 64 * Number.EPSILON;

/**
 * The right formulas for the entries that failed. mathjs errs at times, so each is held against the difference first:
 * it is confirmed where it lies within the bound of the difference, which the claim does not. Nothing is said where
 * either has no value.
 *
 * @param scope holds the values of the point
 */
export function explainMismatch(
  report: ModelReport,
  loss: MathNode,
  layout: TreeLayout,
  scope: FormulaScope,
): FormulaReport[] {
  const formulas: FormulaReport[] = [];
  const leaves = new Map(listLeaves(layout.root).map((named) => [named.leaf.path, named]));
  for (const { path, failures } of report.points[0]?.parameters ?? []) {
    for (const entry of failures) {
      if (formulas.length >= MOST_FORMULAS) return formulas;
      const derived = deriveEntry(loss, scope, [...leaves.get(path)!.keys, ...entry.index]);
      const value = derived?.evaluate() ?? NaN;
      if (!derived || !canDecide(entry, value)) continue;
      const confirmed = Math.abs(value - entry.numeric) <= entry.bound + ROUNDING * Math.abs(value);
      formulas.push({
        path: entry.index.length === 0 ? path : `${path}[${entry.index.join(',')}]`,
        derivative: derived.text,
        confirmed,
      });
    }
  }
  return formulas;
}

function canDecide({ numeric, bound, slopes }: EntryReport, value: number): boolean {
  return slopes === undefined && [value, numeric, bound].every(Number.isFinite);
}

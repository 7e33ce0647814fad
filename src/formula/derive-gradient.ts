import type { ModelReport } from '../check/report.js';
import { buildTree } from '../model/build-tree.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { deriveEntry, type EntryDerivative } from './derive-entry.js';
import type { CheckDefinition, FormulaLoss } from './formula-loss.js';
import { entryKeys, listLeaves } from './list-entries.js';

/** mathjs's derivative by each number of the parameters, in the order of the flat vector; null where it has no rule. */
export function deriveGradient({ expression, layout, scope }: FormulaLoss): (EntryDerivative | null)[] {
  return listLeaves(layout.root)
    .flatMap(entryKeys)
    .map((keys) => deriveEntry(expression, scope, keys));
}

/** Has the derivatives checked as a gradient of the user's would be. */
export function checkDerived(
  { definition, layout, scope }: FormulaLoss,
  derived: readonly (EntryDerivative | null)[],
  check: CheckDefinition,
): Promise<ModelReport> {
  const gradient: ModelDefinition['gradient'] = (params) => {
    scope.assign(params);
    return buildTree(
      layout,
      Float64Array.from(derived, (entry) => entry?.evaluate() ?? NaN),
    );
  };
  // It has an entry for what is frozen as well.
  return check({ ...definition, gradient, frozen: undefined });
}

import type { MathNode } from 'mathjs';
import type { ModelReport } from '../check/report.js';
import type { ModelDefinition } from '../model/model-definition.js';
import type { TreeLayout } from '../model/tree-layout.js';
import type { FormulaScope } from './formula-scope.js';

/** Checks a model whose functions are there. */
export type CheckDefinition = (definition: ModelDefinition) => Promise<ModelReport>;

/** The loss of a model of formulas, as an expression and as a function. */
export interface FormulaLoss {
  readonly expression: MathNode;
  readonly layout: TreeLayout;
  /** Holds the values of `params`. */
  readonly scope: FormulaScope;
  /** The model without a gradient. */
  readonly definition: ModelDefinition;
  /** Words a gradient where the model stands, from a tree of formulas. */
  writeGradient(tree: unknown): string;
}

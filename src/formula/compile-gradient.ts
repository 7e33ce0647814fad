import { GradcheckError } from '../errors.js';
import { childPath, displayPath } from '../model/path.js';
import { describeValue } from '../model/tree-layout.js';
import { compileFormula, type Evaluate } from './compile-formula.js';
import type { FormulaSource } from './formula-source.js';
import { isRecord, type FormulaScope } from './formula-scope.js';

/** Where the formula of a place in the gradient was written. */
export type LocateFormula = (keys: readonly (string | number)[]) => FormulaSource['locate'];

/**
 * Compiles a tree of formulas into what gives a tree of their values. A leaf is a formula or a number; whether the tree
 * has the shape of the parameters shows when its values are read.
 *
 * @throws GradcheckError as `compileFormula`, and `bad-model` for a leaf that is neither
 */
export function compileGradient(tree: unknown, scope: FormulaScope, locate?: LocateFormula): Evaluate {
  return compileNode(tree, [], '', scope, locate);
}

function compileNode(
  tree: unknown,
  keys: readonly (string | number)[],
  path: string,
  scope: FormulaScope,
  locate?: LocateFormula,
): Evaluate {
  if (typeof tree === 'number') return () => tree;
  const what = path === '' ? 'the gradient' : `the gradient of ${path}`;
  if (typeof tree === 'string') return compileFormula({ what, text: tree, locate: locate?.(keys) }, scope);
  if (Array.isArray(tree)) {
    const items = tree.map((item, i) => compileNode(item, [...keys, i], childPath(path, i), scope, locate));
    return () => items.map((evaluate) => evaluate());
  }
  if (isRecord(tree)) {
    const entries = Object.entries(tree).map(
      ([key, item]) => [key, compileNode(item, [...keys, key], childPath(path, key), scope, locate)] as const,
    );
    return () => Object.fromEntries(entries.map(([key, evaluate]) => [key, evaluate()]));
  }
  throw new GradcheckError(
    'bad-model',
    `the gradient of ${displayPath(path)} is ${describeValue(tree)}, not a formula`,
    {
      hint: 'a formula stands in quotes: "gradient": { "x": "2x + cos(x)" }',
    },
  );
}

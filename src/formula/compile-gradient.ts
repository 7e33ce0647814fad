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
  return compileNode(tree, [], '', { scope, locate, subject: GRADIENT });
}

/**
 * The same for the rows of a Hessian, or one formula that gives the whole matrix.
 * @throws GradcheckError as `compileGradient`
 */
export function compileHessian(rows: unknown, scope: FormulaScope, locate?: LocateFormula): Evaluate {
  return compileNode(rows, [], '', { scope, locate, subject: HESSIAN });
}

/** What a tree of formulas is of, in the words of errors. */
interface Subject {
  readonly whole: string;
  partAt(path: string): string;
  readonly example: string;
}

const GRADIENT: Subject = {
  whole: 'the gradient',
  partAt: (path) => `the gradient of ${path}`,
  example: '"gradient": { "x": "2x + cos(x)" }',
};
const HESSIAN: Subject = {
  whole: 'the Hessian',
  partAt: (path) => `the Hessian at ${path}`,
  example: '"hessian": [["2y", "2x"], ["2x", "0"]]',
};

interface Setting {
  readonly scope: FormulaScope;
  readonly locate?: LocateFormula;
  readonly subject: Subject;
}

function compileNode(tree: unknown, keys: readonly (string | number)[], path: string, setting: Setting): Evaluate {
  const { scope, locate, subject } = setting;
  if (typeof tree === 'number') return () => tree;
  const what = path === '' ? subject.whole : subject.partAt(path);
  if (typeof tree === 'string') return compileFormula({ what, text: tree, locate: locate?.(keys) }, scope);
  if (Array.isArray(tree)) {
    const items = tree.map((item, i) => compileNode(item, [...keys, i], childPath(path, i), setting));
    return () => items.map((evaluate) => evaluate());
  }
  if (isRecord(tree)) {
    const entries = Object.entries(tree).map(
      ([key, item]) => [key, compileNode(item, [...keys, key], childPath(path, key), setting)] as const,
    );
    return () => Object.fromEntries(entries.map(([key, evaluate]) => [key, evaluate()]));
  }
  throw new GradcheckError(
    'bad-model',
    `${subject.partAt(displayPath(path))} is ${describeValue(tree)}, not a formula`,
    {
      hint: `a formula stands in quotes: ${subject.example}`,
    },
  );
}

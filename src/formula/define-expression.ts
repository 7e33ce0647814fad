import { plainTree, type WriteParams } from '../model/write-tree.js';
import { compileFormula } from './compile-formula.js';
import { defineFormulaModel, type FormulaContext, type FormulaModel } from './formula-model.js';
import { FormulaScope } from './formula-scope.js';
import type { ExpressionRequest } from './read-expression.js';
import { writeFormulas } from './suggest-gradient.js';

/** The model of --expr. Values of --at are formulas too, of constants: `x=pi/4`, `w=[1, 2]`. */
export function defineExpression({ loss, at, gradient }: ExpressionRequest): FormulaModel {
  const define = (): FormulaModel => {
    const constants = new FormulaScope({}, undefined);
    const values = at.map(([name, text]) => compileFormula({ what: `the value of ${name}`, text }, constants)());
    const byName = (items: readonly unknown[]) => Object.fromEntries(at.map(([name], i) => [name, items[i]]));
    const model = { params: byName(values), loss, gradient: gradient && byName(gradient) };
    return defineFormulaModel(model, { name: loss, names: {}, ask: ASK, writeParams: writeAt });
  };
  // What is wrong with a value of --at is an error of the model.
  return {
    name: loss,
    check: async (run) => define().check(run),
    readLoss: () => define().readLoss(),
    readDefinition: () => define().readDefinition(),
  };
}

const writeAt: WriteParams = (layout, point) => {
  const values = Object.entries(plainTree(layout, point) as object);
  return `--at '${values.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}'`;
};

const ASK: FormulaContext['ask'] = {
  code: 'usage',
  message: '--gradient-expr is missing, the formulas to check',
  write: (tree) =>
    `--gradient-expr '${Object.values(tree as object)
      .map(writeFormulas)
      .join(', ')}'`,
};

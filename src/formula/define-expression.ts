import { compileFormula } from './compile-formula.js';
import { defineFormulaModel, type FormulaModel } from './formula-model.js';
import { FormulaScope } from './formula-scope.js';
import type { ExpressionRequest } from './read-expression.js';
import { writeFormulas } from './suggest-gradient.js';

/**
 * The model of --expr. Values of --at are formulas too, of constants: `x=pi/4`, `w=[1, 2]`.
 * @throws GradcheckError `syntax`, `bad-model` in a value of --at
 */
export function defineExpression({ loss, at, gradient }: ExpressionRequest): FormulaModel {
  const constants = new FormulaScope({}, undefined);
  const params = at.map(([name, text]) => [name, compileFormula({ what: `--at ${name}`, text }, constants)()] as const);
  const model = {
    name: loss,
    params: Object.fromEntries(params),
    loss,
    gradient: gradient && Object.fromEntries(gradient.map((formula, i) => [at[i][0], formula] as const)),
  };
  return defineFormulaModel(model, {
    name: loss,
    names: {},
    ask: {
      code: 'usage',
      message: '--gradient-expr is missing, the formulas to check',
      write: (tree) =>
        `--gradient-expr '${Object.values(tree as object)
          .map(writeFormulas)
          .join(', ')}'`,
    },
  });
}

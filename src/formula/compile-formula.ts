import { isMatrix } from '../model/matrix.js';
import { formulaError, type FormulaSource } from './formula-source.js';
import type { FormulaScope } from './formula-scope.js';
import { parseFormula } from './parse-formula.js';

/** A formula that is ready: its value at the parameters the scope holds. */
export type Evaluate = () => unknown;

/**
 * Compiles a formula once; what it gives is made of plain numbers and fresh arrays.
 * @throws GradcheckError `syntax`, `bad-model`; when evaluated `user-error`
 */
export function compileFormula(source: FormulaSource, scope: FormulaScope): Evaluate {
  const compiled = parseFormula(source, scope).compile();
  return () => {
    try {
      const value: unknown = compiled.evaluate(scope.values);
      return typeof value === 'number' ? value : toPlain(value);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isPosition = error instanceof RangeError && message.startsWith('Index out of range');
      throw formulaError('user-error', source, message, {
        hint: isPosition ? 'formulas count positions from 1' : undefined,
      });
    }
  };
}

/**
 * Nests of plain arrays, whatever mathjs made of them. A complex number is NaN, like the root of a negative one: a
 * loss has a gradient only where it is real.
 */
function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  if ((value as { isComplex?: unknown }).isComplex === true) return NaN;
  return isMatrix(value) ? toPlain(value.toArray()) : value;
}

import { GradcheckError } from '../errors.js';
import { splitList } from './split-list.js';

/** A model given on the command line, as text; formulas are understood in the worker. */
export interface ExpressionRequest {
  readonly loss: string;
  /** Name and value of each parameter, in order. */
  readonly at: readonly (readonly [name: string, value: string])[];
  /** A formula for each of `at`; undefined where none was given. */
  readonly gradient?: readonly string[];
}

const EXAMPLE = `for example: gradcheck --expr 'x^2*y' --at x=1,y=2 --gradient-expr '2*x*y, x^2'`;

/**
 * Reads --expr, --at and --gradient-expr; undefined where none of them was given.
 * @throws GradcheckError `usage`
 */
export function readExpression(options: {
  readonly expr?: string;
  readonly at?: string;
  readonly gradientExpr?: string;
}): ExpressionRequest | undefined {
  const { expr, at, gradientExpr } = options;
  if (expr === undefined) {
    const stray = at !== undefined ? '--at' : gradientExpr !== undefined ? '--gradient-expr' : undefined;
    if (stray) throw new GradcheckError('usage', `${stray} goes with --expr`, { hint: EXAMPLE });
    return undefined;
  }
  if (expr.trim() === '') throw new GradcheckError('usage', '--expr is empty', { hint: EXAMPLE });
  if (at === undefined || at.trim() === '')
    throw new GradcheckError('usage', '--expr needs --at with the point to check at', { hint: EXAMPLE });
  const point = splitList(at, '--at').map(readAssignment);
  const names = point.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new GradcheckError('usage', `--at gives ${twice} twice`);
  const gradient = gradientExpr === undefined ? undefined : splitList(gradientExpr, '--gradient-expr');
  if (gradient && gradient.length !== names.length) {
    const counts = `--gradient-expr has ${gradient.length} ${gradient.length === 1 ? 'formula' : 'formulas'} for ${names.length} parameters`;
    throw new GradcheckError('usage', `${counts} (${names.join(', ')})`, {
      hint: 'give one formula for each name of --at, in that order, with commas between; for a vector an array: [2*w[1], 3]',
    });
  }
  return { loss: expr, at: point, gradient };
}

function readAssignment(item: string): [string, string] {
  const parts = /^([^=]+)=([^=]+)$/.exec(item);
  if (!parts) throw new GradcheckError('usage', `--at ${JSON.stringify(item)}: expected name=value`, { hint: EXAMPLE });
  return [parts[1].trim(), parts[2].trim()];
}

import { create, type FactoryFunctionMap, type MathNode } from 'mathjs';
import * as factories from './mathjs-factories.js';
import { CONSTANT_NAMES, FUNCTION_NAMES } from './vocabulary.js';

/** What gradcheck itself uses of mathjs. */
export interface Mathjs {
  /** @throws SyntaxError with the 1-based position `char` */
  parse(text: string): MathNode;
  /** @throws Error where it has no rule */
  derivative(expression: MathNode, variable: string): MathNode;
}

/**
 * Units take half of the time of a first evaluation, and make a number of every mistyped `b` or `m`. To what formulas
 * need they are optional.
 */
const LEFT_OUT = new Set(['Unit', 'createUnit', 'unit']);

let instance: Mathjs | undefined;

/**
 * The part of mathjs that formulas use, with real numbers and plain arrays, made once a thread. This file is bundled by
 * itself: mathjs as it is installed takes about a second to import.
 */
export function loadMathjs(): Mathjs {
  return (instance ??= createMathjs());
}

function createMathjs(): Mathjs {
  const math = create(collectFactories(factories) as unknown as FactoryFunctionMap, CONFIG) as unknown as Internals;
  keepConversions(math);
  withdraw(math.expression.mathWithTransform);
  // Asked for when called: mathjs makes its functions on first use, and `derivative` takes many others with it.
  return { parse: (text) => math.parse(text), derivative: (node, variable) => math.derivative(node, variable) };
}

const CONFIG = {
  matrix: 'Array',
  // The root or logarithm of a negative number is NaN, not a complex number.
  predictable: true,
  // Comparisons, max and floor as exact as mathjs has them: a tolerance makes steps where the loss has none.
  relTol: 1e-15,
  absTol: 0,
} as const;

/** What is there but not in mathjs's types. */
interface Internals extends Mathjs {
  readonly typed: {
    clearConversions(): void;
    addConversions(conversions: { from: string; to: string; convert: (value: never) => unknown }[]): void;
  };
  readonly DenseMatrix: new (data: unknown) => object;
  readonly expression: { readonly mathWithTransform: Record<string, unknown> };
}

type Factory = ((...args: unknown[]) => unknown) & { readonly fn: string };

/** The factories in a nest of dependencies, which share most of theirs. */
function collectFactories(nest: object, seen = new Set<object>()): Factory[] {
  const factories: Factory[] = [];
  for (const value of Object.values(nest) as (object | Factory)[]) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (typeof value !== 'function') factories.push(...collectFactories(value, seen));
    else if (!LEFT_OUT.has((value as Factory).fn)) factories.push(value as Factory);
  }
  return factories;
}

/**
 * Between numbers, truth values and arrays only. Each further conversion multiplies the signatures that every function
 * is made with: all of mathjs's make the first evaluation four times as long.
 */
function keepConversions({ typed, DenseMatrix }: Internals): void {
  typed.clearConversions();
  typed.addConversions([
    { from: 'boolean', to: 'number', convert: Number },
    { from: 'Array', to: 'Matrix', convert: (array: unknown[]) => new DenseMatrix(array) },
    { from: 'Matrix', to: 'Array', convert: (matrix: object) => matrix.valueOf() },
  ]);
}

/** Takes from formulas whatever they may not use: `import`, `evaluate`, `parse`, `simplify`, `createUnit`… */
function withdraw(namespace: Record<string, unknown>): void {
  for (const name of Object.keys(namespace)) {
    if (!FUNCTION_NAMES.has(name) && !CONSTANT_NAMES.has(name)) delete namespace[name];
  }
  // In place of a function that could change it.
  namespace.config = Object.freeze({ ...CONFIG });
}

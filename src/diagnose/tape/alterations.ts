import { OPERATIONS, type Operation, type UnaryOperation } from '../../autodiff/operations.js';

/**
 * The catalogue of mistakes in one local derivative: what people write in place of dy/dx. Each is a function of the
 * operands, the result and the right derivative, so that a gradient with that mistake can be computed from a tape.
 */

/** Which operand an edge of the tape belongs to. */
export type Side = 'left' | 'right';

export interface Alteration {
  /** Short and stable: `zero`, `one`, `negated`, `1 − y²`. */
  readonly name: string;
  /** What the wrong code uses as the derivative, in words or as a formula of x (or a, b) and y. */
  readonly formula: string;
  /** The more telling of two that fit is the one with the smaller rank. */
  readonly rank: number;
  slope(a: number, b: number, y: number, slope: number): number;
}

type Slope = Alteration['slope'];

const define = (name: string, rank: number, slope: Slope, formula = name): Alteration => ({
  name,
  formula,
  rank,
  slope,
});

/** Named confusions come before plain omissions, and these before what fits nearly everywhere. */
const CONFUSION = 0;
const OMISSION = 1;
const GENERAL = 2;

export const ZERO = define('zero', OMISSION, () => 0, '0');
export const ONE = define('one', OMISSION, () => 1, '1');
export const NEGATED = define('negated', GENERAL, (_a, _b, _y, d) => -d, 'the derivative with the wrong sign');
const EVERYWHERE: readonly Alteration[] = [ZERO, ONE, NEGATED];

const ofValue = (name: string, formula: (x: number, y: number, d: number) => number): Alteration =>
  define(name, CONFUSION, (x, _b, y, d) => formula(x, y, d));

/** Derivatives of the usual activation functions, mixed up with each other or taken at the wrong place. */
const CONFUSED: readonly Alteration[] = [
  ofValue('y', (_x, y) => y),
  ofValue('x', (x) => x),
  ofValue('1 − y²', (_x, y) => 1 - y * y),
  ofValue('1 − y', (_x, y) => 1 - y),
  ofValue('y·(1 − y)', (_x, y) => y * (1 - y)),
  ofValue('1 − x²', (x) => 1 - x * x),
  ofValue('x·(1 − x)', (x) => x * (1 - x)),
  ofValue('y²', (_x, y) => y * y),
  ofValue('1 + y²', (_x, y) => 1 + y * y),
  ofValue('1/x', (x) => 1 / x),
  ofValue('1/y', (_x, y) => 1 / y),
  ofValue('the square of the derivative', (_x, _y, d) => d * d),
  ofValue('1/derivative', (_x, _y, d) => 1 / d),
];

/** What belongs to one function only. */
const OWN: Readonly<Record<string, readonly Alteration[]>> = {
  sqrt: [ofValue('1/(2x)', (x) => 1 / (2 * x)), ofValue('½·y', (_x, y) => 0.5 * y), ofValue('2y', (_x, y) => 2 * y)],
  log: [ofValue('log x', (_x, y) => y), ofValue('1/(x·ln 10)', (x) => Math.LOG10E / x)],
  log2: [ofValue('1/x', (x) => 1 / x)],
  log10: [ofValue('1/x', (x) => 1 / x)],
  exp: [ofValue('x·eˣ', (x, y) => x * y), ofValue('eˣ − 1', (_x, y) => y - 1)],
  abs: [ofValue('−sign x', (x) => -Math.sign(x)), ofValue('|x|', (_x, y) => y)],
  sin: [ofValue('sin x', (_x, y) => y), ofValue('−sin x', (_x, y) => -y)],
  cos: [ofValue('cos x', (_x, y) => y), ofValue('sin x', (x) => Math.sin(x))],
  atan: [ofValue('1/(1 + y²)', (_x, y) => 1 / (1 + y * y)), ofValue('1/(1 − x²)', (x) => 1 / (1 - x * x))],
  tan: [ofValue('1 + x²', (x) => 1 + x * x)],
};

const ofPair = (name: string, formula: (a: number, b: number, y: number, d: number) => number): Alteration =>
  define(name, CONFUSION, formula);

const BINARY: Readonly<Record<string, Readonly<Record<Side, readonly Alteration[]>>>> = {
  '*': {
    left: [ofPair('the other factor’s own value', (a) => a), ofPair('a·b', (_a, _b, y) => y)],
    right: [ofPair('the other factor’s own value', (_a, b) => b), ofPair('a·b', (_a, _b, y) => y)],
  },
  '/': {
    left: [ofPair('b', (_a, b) => b), ofPair('1/b²', (_a, b) => 1 / (b * b)), ofPair('a/b', (_a, _b, y) => y)],
    right: [
      ofPair('+a/b²', (_a, b, y) => y / b),
      ofPair('−1/b²', (_a, b) => -1 / (b * b)),
      ofPair('−a/b', (_a, _b, y) => -y),
      ofPair('1/b', (_a, b) => 1 / b),
      ofPair('−1/b', (_a, b) => -1 / b),
      ofPair('−a', (a) => -a),
      ofPair('a', (a) => a),
    ],
  },
  '**': {
    left: [
      ofPair('a^(b − 1), the factor b not brought down', (a, b) => Math.pow(a, b - 1)),
      ofPair('b·a^b, the exponent not lowered', (_a, b, y) => b * y),
      ofPair('a^b', (_a, _b, y) => y),
      ofPair('b·a', (a, b) => b * a),
      ofPair('b', (_a, b) => b),
    ],
    right: [ofPair('a^b, the factor ln a missing', (_a, _b, y) => y)],
  },
  atan2: {
    left: [
      ofPair('a/(a² + b²)', (a, b) => a / (a * a + b * b)),
      ofPair('1/(1 + (a/b)²)', (a, b) => 1 / (1 + (a / b) ** 2)),
    ],
    right: [ofPair('b/(a² + b²)', (a, b) => b / (a * a + b * b))],
  },
  hypot: {
    left: [ofPair('a', (a) => a), ofPair('2a', (a) => 2 * a), ofPair('b/y', (_a, b, y) => b / y)],
    right: [ofPair('b', (_a, b) => b), ofPair('2b', (_a, b) => 2 * b), ofPair('a/y', (a, _b, y) => a / y)],
  },
  max: {
    left: [ofPair('the mask of the other side', (_a, _b, _y, d) => 1 - d)],
    right: [ofPair('the mask of the other side', (_a, _b, _y, d) => 1 - d)],
  },
};

/** At the output instead of at the input: f′(f(x)). */
function atOutput(operation: UnaryOperation): Alteration {
  return ofValue('the derivative at the output', (_x, y) => operation.slope(y, operation.value(y)));
}

/** The alterations of each operation, by its number and side. */
export const ALTERATIONS: readonly Readonly<Record<Side, readonly Alteration[]>>[] = (
  OPERATIONS as readonly Operation[]
).map((operation) => {
  // What is linear has one derivative, and nothing to confuse it with.
  if (['input', 'neg', 'fround'].includes(operation.name)) return { left: EVERYWHERE, right: [] };
  if (operation.arity === 1) {
    const own = OWN[operation.name] ?? [];
    const all = [...own, ...CONFUSED, atOutput(operation), ...EVERYWHERE];
    return { left: all, right: [] };
  }
  const pair = BINARY[operation.name === 'min' ? 'max' : operation.name];
  return { left: [...(pair?.left ?? []), ...EVERYWHERE], right: [...(pair?.right ?? []), ...EVERYWHERE] };
});

/** For a chain of operations on one number, such as 1/(1 + e⁻ˣ), taken as one function. */
export const CHAIN_ALTERATIONS: readonly Alteration[] = [ONE, ...CONFUSED];

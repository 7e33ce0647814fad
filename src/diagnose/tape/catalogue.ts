import { OPERATIONS, type Operation, type UnaryOperation } from '../../autodiff/operations.js';
import { RANKS, type Alteration } from './alteration.js';
import { byValues, NEGATED, ONE, withoutConstant, ZERO } from './build-alterations.js';
import type { Edge } from './edge.js';

/** The catalogue of mistakes in one derivative: what people write in place of dy/dx. */

const ofValue = (name: string, formula: (x: number, y: number, d: number) => number): Alteration =>
  byValues(name, 'confusion', RANKS.confusion, (x, _b, y, d) => formula(x, y, d));

/** A confusion tried on any function: told after plain omissions, which say more. */
const LOOSE = RANKS.omission + 0.1;

const ofPair = (name: string, formula: (a: number, b: number, y: number, d: number) => number): Alteration =>
  byValues(name, 'confusion', RANKS.confusion, formula);

const lacking = (alteration: Alteration): Alteration => ({ ...alteration, code: 'missing-factor' });

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
  ofValue('σ(x)', (x) => 1 / (1 + Math.exp(-x))),
  ofValue('σ(y)', (_x, y) => 1 / (1 + Math.exp(-y))),
  ofValue('the sign of x', (x) => Math.sign(x)),
  ofValue('|derivative|', (_x, _y, d) => Math.abs(d)),
  ofValue('the derivative with the sign of x', (x, _y, d) => d * Math.sign(x)),
  ofValue('the square of the derivative', (_x, _y, d) => d * d),
  ofValue('1/derivative', (_x, _y, d) => 1 / d),
  ofValue(
    'the derivative times σ(x)·(1 − σ(x)), once too often',
    (x, _y, d) => (d * Math.exp(-x)) / (1 + Math.exp(-x)) ** 2,
  ),
  ofValue('the derivative times 1 − y², once too often', (_x, y, d) => d * (1 - y * y)),
  ofValue('the derivative times y·(1 − y), once too often', (_x, y, d) => d * y * (1 - y)),
].map((alteration) => ({ ...alteration, isLoose: true, rank: LOOSE }));

/**
 * Of composites f′ at the output instead of the input, f′(f(x)), by the functions that are written out most; of softplus it
 * is σ(y), above.
 */
const COMPOSITES_AT_OUTPUT: readonly Alteration[] = [
  ofValue('σ(y)·(1 − σ(y))', (_x, y) => Math.exp(-y) / (1 + Math.exp(-y)) ** 2),
  ofValue('1 − tanh²(y)', (_x, y) => 1 - Math.tanh(y) ** 2),
].map((alteration) => ({ ...alteration, isLoose: true, rank: LOOSE }));

/** Of the softplus log(1 + eˣ), written out with either sign: the logistic function at the wrong sign of its argument. */
const SOFTPLUS: readonly Alteration[] = [
  ofValue('σ(−x)', (x) => 1 / (1 + Math.exp(x))),
  ofValue('σ(x)', (x) => 1 / (1 + Math.exp(-x))),
  ofValue('−σ(x)', (x) => -1 / (1 + Math.exp(-x))),
  ofValue('−σ(−x)', (x) => -1 / (1 + Math.exp(x))),
];
const LOGARITHMS = new Set(['log', 'log1p']);

/** What belongs to one function only. */
const OWN: Readonly<Record<string, readonly Alteration[]>> = {
  sqrt: [ofValue('1/(2x)', (x) => 1 / (2 * x)), ofValue('½·y', (_x, y) => 0.5 * y), ofValue('2y', (_x, y) => 2 * y)],
  log: [ofValue('log x', (_x, y) => y), ofValue('1/(x·ln 10)', (x) => Math.LOG10E / x)],
  exp: [ofValue('x·eˣ', (x, y) => x * y), ofValue('eˣ − 1', (_x, y) => y - 1), ofValue('e⁻ˣ', (x) => Math.exp(-x))],
  abs: [ofValue('|x|', (_x, y) => y)],
  sin: [ofValue('−cos x', (_x, _y, d) => -d)],
  cos: [ofValue('sin x', (x) => Math.sin(x))],
  atan: [ofValue('1/(1 − x²)', (x) => 1 / (1 - x * x))],
  tan: [ofValue('1 + x²', (x) => 1 + x * x)],
};

/** The operand itself where the other one should stand: told last, as in a product of equals it is the same. */
const ownValue = (name: string, formula: (a: number, b: number) => number): Alteration =>
  byValues(name, 'confusion', RANKS.negated, formula);

type Sides = Readonly<Record<'left' | 'right', readonly Alteration[]>>;

const otherMask = byValues('the mask of the other side', 'confusion', RANKS.confusion, (_a, _b, _y, d) => 1 - d);

const BINARY: Readonly<Record<string, Sides>> = {
  '*': {
    left: [ownValue('a', (a) => a), ofPair('a·b', (_a, _b, y) => y), ofPair('1/b', (_a, b) => 1 / b)],
    right: [ownValue('b', (_a, b) => b), ofPair('a·b', (_a, _b, y) => y), ofPair('1/a', (a) => 1 / a)],
  },
  '/': {
    left: [
      ofPair('b', (_a, b) => b),
      ofPair('1/(b − 1)', (_a, b) => 1 / (b - 1)),
      ofPair('(1 − y)/b', (_a, b, y) => (1 - y) / b),
      ofPair('1/b²', (_a, b) => 1 / (b * b)),
      ofPair('a/b', (_a, _b, y) => y),
    ],
    right: [
      lacking(ofPair('−1/b², the numerator missing', (_a, b) => -1 / (b * b))),
      ofPair('−a/b', (_a, _b, y) => -y),
      ofPair('1/b', (_a, b) => 1 / b),
      lacking(ofPair('−1/b, the factor a/b missing', (_a, b) => -1 / b)),
      ofPair('−a', (a) => -a),
      ofPair('a', (a) => a),
    ],
  },
  '**': {
    left: [
      lacking(ofPair('a^(b − 1), the factor b not brought down', (a, b) => Math.pow(a, b - 1))),
      ofPair('b·a^b, the exponent not lowered', (_a, b, y) => b * y),
      ofPair('a^b', (_a, _b, y) => y),
      ofPair('b·a', (a, b) => b * a),
      ofPair('b', (_a, b) => b),
      ofPair('b·|a|^(b − 1)', (a, b) => b * Math.pow(Math.abs(a), b - 1)),
    ],
    right: [lacking(ofPair('a^b, the factor ln a missing', (_a, _b, y) => y))],
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
  max: { left: [otherMask], right: [otherMask] },
  min: { left: [otherMask], right: [otherMask] },
};

const EVERYWHERE: readonly Alteration[] = [ZERO, ONE, NEGATED];
/** What is linear has one derivative, and nothing to confuse it with. */
const LINEAR = new Set(['input', 'neg', 'fround']);

/** At the output instead of at the input: f′(f(x)). */
function atOutput(operation: UnaryOperation): Alteration {
  return ofValue('the derivative at the output instead of the input', (_x, y) =>
    operation.slope(y, operation.value(y)),
  );
}

/** The alterations of each operation, by its number and side. */
const BY_OPERATION: readonly Sides[] = (OPERATIONS as readonly Operation[]).map((operation) => {
  if (LINEAR.has(operation.name)) return { left: EVERYWHERE, right: [] };
  if (operation.arity === 1) {
    const all = [...(OWN[operation.name] ?? []), ...CONFUSED, atOutput(operation), ...EVERYWHERE];
    return { left: all, right: [] };
  }
  const pair = BINARY[operation.name];
  return { left: [...(pair?.left ?? []), ...EVERYWHERE], right: [...(pair?.right ?? []), ...EVERYWHERE] };
});

/** What may stand in the place of an edge's derivative. */
export function alterationsOf(edge: Edge): readonly Alteration[] {
  if (edge.kind !== 'composite') return BY_OPERATION[edge.operation][edge.kind];
  const isLogarithm = LOGARITHMS.has(OPERATIONS[edge.operation].name);
  return [
    ...(isLogarithm ? SOFTPLUS : []),
    ...CONFUSED,
    ...COMPOSITES_AT_OUTPUT,
    ...EVERYWHERE,
    ...edge.constants.map((_, k) => withoutConstant(k)),
  ];
}

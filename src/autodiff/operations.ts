/**
 * The table of operations: value, first and second derivatives side by side.
 *
 * Choices at kinks, each one of the valid subgradients: |x| at 0 has the derivative 0; of a tie in max or min with a
 * constant the constant wins (so relu′(0) = 0), of a tie between two tracked numbers the first; hypot and sqrt at 0 have
 * what their formulas give, NaN and Infinity, since there is no finite derivative.
 */

/** y = value(x). */
export interface UnaryOperation {
  readonly arity: 1;
  readonly name: string;
  value(x: number): number;
  /** dy/dx. */
  slope(x: number, y: number): number;
  /** d²y/dx². */
  curve(x: number, y: number): number;
}

/** y = value(a, b). */
export interface BinaryOperation {
  readonly arity: 2;
  readonly name: string;
  value(a: number, b: number): number;
  /** ∂y/∂a. */
  left(a: number, b: number, y: number): number;
  /** ∂y/∂b. */
  right(a: number, b: number, y: number): number;
  /** ∂²y/∂a², ∂²y/∂a∂b, ∂²y/∂b². */
  curves(a: number, b: number, y: number): readonly [aa: number, ab: number, bb: number];
}

export type Operation = UnaryOperation | BinaryOperation;

const FLAT: readonly [number, number, number] = [0, 0, 0];

function unary(
  name: string,
  value: (x: number) => number,
  slope: (x: number, y: number) => number,
  curve: (x: number, y: number) => number,
): UnaryOperation {
  return { arity: 1, name, value, slope, curve };
}

function binary(
  name: string,
  value: (a: number, b: number) => number,
  left: (a: number, b: number, y: number) => number,
  right: (a: number, b: number, y: number) => number,
  curves: BinaryOperation['curves'] = () => FLAT,
): BinaryOperation {
  return { arity: 2, name, value, left, right, curves };
}

/** What a step or a copy does not change. */
const identity = (x: number): number => x;
const one = (): number => 1;
const zero = (): number => 0;

/** ∂(aᵇ)/∂a = b·aᵇ⁻¹, 0 where b is 0 also at a = 0. */
const powerByBase = (a: number, b: number): number => (b === 0 ? 0 : b * Math.pow(a, b - 1));
/** ∂(aᵇ)/∂b = aᵇ·ln a, 0 at a = 0 where the power stays 0 (b > 0). */
const powerByExponent = (a: number, b: number, y: number): number => (a === 0 && b > 0 ? 0 : y * Math.log(a));

// prettier-ignore
/** In the order of their numbers on the tape. */
export const OPERATIONS = [
  unary('input', identity, one, zero),
  binary('+', (a, b) => a + b, one, one),
  binary('-', (a, b) => a - b, one, () => -1),
  binary('*', (a, b) => a * b, (_, b) => b, (a) => a, () => [0, 1, 0]),
  binary('/', (a, b) => a / b, (_, b) => 1 / b, (_, b, y) => -y / b, (_, b, y) => [0, -1 / (b * b), (2 * y) / (b * b)]),
  binary('%', (a, b) => a % b, one, (a, b) => -Math.trunc(a / b)),
  binary('**', (a, b) => a ** b, powerByBase, powerByExponent, (a, b, y) => [
    b === 0 || b === 1 ? 0 : b * (b - 1) * Math.pow(a, b - 2),
    b === 0 ? 1 / a : Math.pow(a, b - 1) * (1 + b * Math.log(a)),
    a === 0 && b > 0 ? 0 : y * Math.log(a) ** 2,
  ]),
  unary('neg', (x) => -x, () => -1, zero),
  unary('abs', Math.abs, (x) => Math.sign(x), zero),
  unary('acos', Math.acos, (x) => -1 / Math.sqrt(1 - x * x), (x) => -x / Math.pow(1 - x * x, 1.5)),
  unary('acosh', Math.acosh, (x) => 1 / Math.sqrt((x - 1) * (x + 1)), (x) => -x / Math.pow((x - 1) * (x + 1), 1.5)),
  unary('asin', Math.asin, (x) => 1 / Math.sqrt(1 - x * x), (x) => x / Math.pow(1 - x * x, 1.5)),
  unary('asinh', Math.asinh, (x) => 1 / Math.sqrt(x * x + 1), (x) => -x / Math.pow(x * x + 1, 1.5)),
  unary('atan', Math.atan, (x) => 1 / (1 + x * x), (x) => (-2 * x) / (1 + x * x) ** 2),
  unary('atanh', Math.atanh, (x) => 1 / (1 - x * x), (x) => (2 * x) / (1 - x * x) ** 2),
  unary('cbrt', Math.cbrt, (_, y) => 1 / (3 * y * y), (_, y) => -2 / (9 * y ** 5)),
  unary('cos', Math.cos, (x) => -Math.sin(x), (_, y) => -y),
  unary('cosh', Math.cosh, (x) => Math.sinh(x), (_, y) => y),
  unary('exp', Math.exp, (_, y) => y, (_, y) => y),
  unary('expm1', Math.expm1, (x) => Math.exp(x), (x) => Math.exp(x)),
  unary('fround', Math.fround, one, zero),
  unary('log', Math.log, (x) => 1 / x, (x) => -1 / (x * x)),
  unary('log10', Math.log10, (x) => Math.LOG10E / x, (x) => -Math.LOG10E / (x * x)),
  unary('log1p', Math.log1p, (x) => 1 / (1 + x), (x) => -1 / (1 + x) ** 2),
  unary('log2', Math.log2, (x) => Math.LOG2E / x, (x) => -Math.LOG2E / (x * x)),
  unary('sin', Math.sin, (x) => Math.cos(x), (_, y) => -y),
  unary('sinh', Math.sinh, (x) => Math.cosh(x), (_, y) => y),
  unary('sqrt', Math.sqrt, (_, y) => 0.5 / y, (_, y) => -0.25 / y ** 3),
  unary('tan', Math.tan, (_, y) => 1 + y * y, (_, y) => 2 * y * (1 + y * y)),
  unary('tanh', Math.tanh, (_, y) => (1 - y) * (1 + y), (_, y) => -2 * y * (1 - y) * (1 + y)),
  binary('atan2', Math.atan2,
    (a, b) => b / (a * a + b * b), (a, b) => -a / (a * a + b * b),
    (a, b) => {
      const square = (a * a + b * b) ** 2;
      return [(-2 * a * b) / square, (a * a - b * b) / square, (2 * a * b) / square];
    }),
  binary('hypot', (a, b) => Math.hypot(a, b), (a, _, y) => a / y, (_, b, y) => b / y,
    (a, b, y) => [(b * b) / y ** 3, (-a * b) / y ** 3, (a * a) / y ** 3]),
  binary('max', Math.max, (a, _, y) => (Object.is(a, y) || a === y ? 1 : 0), (a, _, y) => (Object.is(a, y) || a === y ? 0 : 1)),
  binary('min', Math.min, (a, _, y) => (Object.is(a, y) || a === y ? 1 : 0), (a, _, y) => (Object.is(a, y) || a === y ? 0 : 1)),
] as const satisfies readonly Operation[];

/** Names of Math's functions of one number that have a derivative. */
export const UNARY_NAMES = [
  'abs', 'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cbrt', 'cos', 'cosh', 'exp', 'expm1', 'fround', 'log',
  'log10', 'log1p', 'log2', 'sin', 'sinh', 'sqrt', 'tan', 'tanh',
] as const; // prettier-ignore

export type UnaryName = (typeof UNARY_NAMES)[number];

const NUMBERS = new Map<string, number>(OPERATIONS.map(({ name }, number) => [name, number]));

/** The number of an operation on the tape. */
export function operationNumber(name: string): number {
  return NUMBERS.get(name)!;
}

export const INPUT = operationNumber('input');
export const ADD = operationNumber('+');
export const SUBTRACT = operationNumber('-');
export const MULTIPLY = operationNumber('*');
export const DIVIDE = operationNumber('/');
export const REMAINDER = operationNumber('%');
export const POWER = operationNumber('**');
export const NEGATE = operationNumber('neg');
export const ROUND_FLOAT32 = operationNumber('fround');
export const ATAN2 = operationNumber('atan2');
export const HYPOT = operationNumber('hypot');
export const ABS = operationNumber('abs');
export const MAX = operationNumber('max');
export const MIN = operationNumber('min');

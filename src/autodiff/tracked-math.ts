import { numberOf, power, recordBinary, toNumeric } from './arithmetic.js';
import {
  ATAN2,
  HYPOT,
  MAX,
  MIN,
  OPERATIONS,
  operationNumber,
  UNARY_NAMES,
  type UnaryName,
  type UnaryOperation,
} from './operations.js';
import { record, TrackedNumber, valueAt } from './recorder.js';

type MathFunction = (site: number, ...args: unknown[]) => unknown;

/**
 * The functions of `Math` over tracked numbers; the first argument is the place in the user's source. What has no
 * derivative (floor, sign, clz32…) returns a plain number, so that the rest of the loss runs at its own speed.
 */
export const TRACKED_MATH: Readonly<Record<string, MathFunction>> = {
  ...(Object.fromEntries(UNARY_NAMES.map((name) => [name, unaryFunction(name)])) as Record<UnaryName, MathFunction>),
  ...Object.fromEntries(
    (['ceil', 'clz32', 'floor', 'round', 'sign', 'trunc'] as const).map((name) => [
      name,
      (_site: number, x: unknown) => Math[name](numberOf(x)),
    ]),
  ),
  imul: (_site, a, b) => Math.imul(numberOf(a), numberOf(b)),
  random: () => Math.random(),
  pow: (site, a, b) => {
    if (a instanceof TrackedNumber || b instanceof TrackedNumber) return power(a, b, site);
    return Math.pow(a as number, b as number);
  },
  atan2: (site, a, b) => {
    const y = Math.atan2(numberOf(a), numberOf(b));
    return a instanceof TrackedNumber || b instanceof TrackedNumber ? recordBinary(ATAN2, site, a, b, y) : y;
  },
  hypot: (site, ...args) => {
    if (!args.some((x) => x instanceof TrackedNumber)) return Math.hypot(...(args as number[]));
    if (args.length === 1) return unary('abs', site, args[0]);
    // A chain of pairs; the last link holds the very value that Math.hypot gives.
    const total = Math.hypot(...args.map(numberOf));
    let sum: unknown = args[0];
    for (let i = 1; i < args.length; i++) {
      const y = i === args.length - 1 ? total : Math.hypot(numberOf(sum), numberOf(args[i]));
      const isTracked = sum instanceof TrackedNumber || args[i] instanceof TrackedNumber;
      sum = isTracked ? recordBinary(HYPOT, site, sum, args[i], y) : y;
    }
    return sum;
  },
  max: (site, ...args) => extreme(MAX, Math.max, site, args),
  min: (site, ...args) => extreme(MIN, Math.min, site, args),
};

function unaryFunction(name: UnaryName): MathFunction {
  const number = operationNumber(name);
  const { value } = OPERATIONS[number] as UnaryOperation;
  return (site, x) =>
    x instanceof TrackedNumber ? record(number, site, x.entry, 0, value(valueAt(x)), 0) : value(x as number);
}

/** One of Math's functions of one number, by its name. */
export function unary(name: UnaryName, site: number, x: unknown): unknown {
  return TRACKED_MATH[name](site, x);
}

/** The largest or smallest, as a chain of pairs. Of a tie with a constant the constant wins: it goes to the left. */
function extreme(operation: number, pick: (...xs: number[]) => number, site: number, args: unknown[]): unknown {
  if (args.length === 0) return pick();
  let best = toNumeric(args[0]);
  for (let i = 1; i < args.length; i++) {
    const next = args[i];
    const y = pick(numberOf(best), numberOf(next));
    if (!(best instanceof TrackedNumber) && !(next instanceof TrackedNumber)) best = y;
    else if (next instanceof TrackedNumber) best = recordBinary(operation, site, best, next, y);
    else best = recordBinary(operation, site, next, best, y);
  }
  return best;
}

const boundMaths = new Map<number, object>();

/** `Math` as a value (`const { tanh } = Math`, `xs.map(Math.exp)`): its functions know the place where it was named. */
export function mathAt(site: number): object {
  let bound = boundMaths.get(site);
  if (!bound) {
    const functions: Record<string, unknown> = {};
    for (const [name, call] of Object.entries(TRACKED_MATH))
      functions[name] = (...args: unknown[]) => call(site, ...args);
    bound = Object.assign(Object.create(Math) as object, functions);
    boundMaths.set(site, bound);
  }
  return bound;
}

import { ADD, DIVIDE, MULTIPLY, NEGATE, POWER, REMAINDER, SUBTRACT } from './operations.js';
import { indexAt, record, TrackedNumber, valueAt } from './recorder.js';
import { append, base, countReading } from './recording.js';

/**
 * The operators of the language over tracked numbers. The rewritten code calls these where an operand is not a plain
 * number; whatever else JavaScript allows there (text, BigInt, dates) is left to the language.
 */

export function add(a: unknown, b: unknown, site: number): unknown {
  if (a instanceof TrackedNumber) {
    if (typeof b === 'number') return record(ADD, site, indexAt(a), 0, valueAt(a) + b, b);
    if (b instanceof TrackedNumber) return record(ADD, site, indexAt(a), indexAt(b), valueAt(a) + valueAt(b), 0);
    return addOther(a, toPrimitive(b), site);
  }
  if (b instanceof TrackedNumber) {
    if (typeof a === 'number') return record(ADD, site, 0, indexAt(b), a + valueAt(b), a);
    return addOther(toPrimitive(a), b, site);
  }
  return (a as number) + (b as number);
}

/** With text the sum is text, which has no derivative; with null, undefined and truths it is a number. */
function addOther(a: unknown, b: unknown, site: number): unknown {
  if (typeof a === 'string' || typeof b === 'string') return `${a as string}${b as string}`;
  return recordBinary(ADD, site, a, b, numberOf(a) + numberOf(b));
}

export function subtract(a: unknown, b: unknown, site: number): unknown {
  if (a instanceof TrackedNumber) {
    if (typeof b === 'number') return record(SUBTRACT, site, indexAt(a), 0, valueAt(a) - b, b);
    if (b instanceof TrackedNumber) return record(SUBTRACT, site, indexAt(a), indexAt(b), valueAt(a) - valueAt(b), 0);
  } else if (b instanceof TrackedNumber) {
    if (typeof a === 'number') return record(SUBTRACT, site, 0, indexAt(b), a - valueAt(b), a);
  } else return (a as number) - (b as number);
  const [l, r] = [operand(a), operand(b)];
  return recordBinary(SUBTRACT, site, l, r, numberOf(l) - numberOf(r));
}

export function multiply(a: unknown, b: unknown, site: number): unknown {
  if (a instanceof TrackedNumber) {
    if (typeof b === 'number') return record(MULTIPLY, site, indexAt(a), 0, valueAt(a) * b, b);
    if (b instanceof TrackedNumber) return record(MULTIPLY, site, indexAt(a), indexAt(b), valueAt(a) * valueAt(b), 0);
  } else if (b instanceof TrackedNumber) {
    if (typeof a === 'number') return record(MULTIPLY, site, 0, indexAt(b), a * valueAt(b), a);
  } else return (a as number) * (b as number);
  const [l, r] = [operand(a), operand(b)];
  return recordBinary(MULTIPLY, site, l, r, numberOf(l) * numberOf(r));
}

/** `s + a * b`, the sum of most inner loops: the product is on the tape like any other, but no object is made for it. */
export function addProduct(s: unknown, a: unknown, b: unknown, sumSite: number, productSite: number): unknown {
  if (!(s instanceof TrackedNumber)) return add(s, multiply(a, b, productSite), sumSite);
  let l = 0;
  let r = 0;
  let x: number;
  let y: number;
  if (typeof a === 'number') x = a;
  else if (a instanceof TrackedNumber) {
    l = indexAt(a);
    x = valueAt(a);
  } else return add(s, multiply(a, b, productSite), sumSite);
  if (typeof b === 'number') y = b;
  else if (b instanceof TrackedNumber) {
    r = indexAt(b);
    y = valueAt(b);
  } else return add(s, multiply(a, b, productSite), sumSite);
  if (l === 0 && r === 0) return add(s, x * y, sumSite);
  const product = append(MULTIPLY, productSite, l, r, x * y, l === 0 ? x : y) - base;
  return record(ADD, sumSite, indexAt(s), product, valueAt(s) + x * y, 0);
}

export function divide(a: unknown, b: unknown, site: number): unknown {
  if (!isEither(a, b)) return (a as number) / (b as number);
  const [l, r] = [operand(a), operand(b)];
  return recordBinary(DIVIDE, site, l, r, numberOf(l) / numberOf(r));
}

export function remainder(a: unknown, b: unknown, site: number): unknown {
  if (!isEither(a, b)) return (a as number) % (b as number);
  const [l, r] = [operand(a), operand(b)];
  return recordBinary(REMAINDER, site, l, r, numberOf(l) % numberOf(r));
}

export function power(a: unknown, b: unknown, site: number): unknown {
  if (!isEither(a, b)) return (a as number) ** (b as number);
  const [l, r] = [operand(a), operand(b)];
  return recordBinary(POWER, site, l, r, numberOf(l) ** numberOf(r));
}

export function negate(a: unknown, site: number): unknown {
  return a instanceof TrackedNumber ? record(NEGATE, site, indexAt(a), 0, -valueAt(a), 0) : -(a as number);
}

/** Unary plus, and what `++` and `--` do to their operand first. */
export function toNumeric(a: unknown): unknown {
  if (a instanceof TrackedNumber || typeof a === 'number' || typeof a === 'bigint') return a;
  if (typeof a === 'string') countReading();
  return +(a as number);
}

/** What an operator makes of an operand, once: an object may convert itself differently the next time. */
function operand(x: unknown): number | TrackedNumber {
  return x instanceof TrackedNumber ? x : toNumber(x);
}

export function recordBinary(operation: number, site: number, a: unknown, b: unknown, y: number): TrackedNumber {
  const l = a instanceof TrackedNumber ? indexAt(a) : 0;
  const r = b instanceof TrackedNumber ? indexAt(b) : 0;
  return record(operation, site, l, r, y, l === 0 ? numberOf(a) : r === 0 ? numberOf(b) : 0);
}

/** The value itself where it is no tracked number: comparisons and conversions take the language's own course from there. */
export function plain(x: unknown): unknown {
  return x instanceof TrackedNumber ? valueAt(x) : x;
}

export function truth(x: unknown): boolean {
  if (x instanceof TrackedNumber) {
    const value = valueAt(x);
    return value !== 0 && value === value;
  }
  return Boolean(x);
}

export function typeName(x: unknown): string {
  return x instanceof TrackedNumber ? 'number' : typeof x;
}

export function numberOf(x: unknown): number {
  return x instanceof TrackedNumber ? valueAt(x) : toNumber(x);
}

/** As the operators convert: a BigInt does not mix with numbers. */
function toNumber(x: unknown): number {
  return typeof x === 'number' ? x : (toNumeric(x) as number);
}

/** What `+` makes of an operand before it looks whether there is text (ECMA-262, ToPrimitive without a hint). */
function toPrimitive(x: unknown): unknown {
  if ((typeof x !== 'object' || x === null) && typeof x !== 'function') return x;
  const convert = (x as { [Symbol.toPrimitive]?: (hint: string) => unknown })[Symbol.toPrimitive];
  if (convert !== undefined && convert !== null) return convert.call(x, 'default');
  const value: unknown = (x as object).valueOf();
  return typeof value === 'object' || typeof value === 'function' ? String(x) : value;
}

function isEither(a: unknown, b: unknown): boolean {
  return a instanceof TrackedNumber || b instanceof TrackedNumber;
}

import { ADD, DIVIDE, MULTIPLY, NEGATE, POWER, REMAINDER, SUBTRACT } from './operations.js';
import { record, TrackedNumber, valueAt } from './recorder.js';

/**
 * The operators of the language over tracked numbers. The rewritten code calls these where an operand is not a plain
 * number; whatever else JavaScript allows there (text, BigInt, dates) is left to the language.
 */

type Operand = number | TrackedNumber;

export function add(a: unknown, b: unknown, site: number): unknown {
  if (a instanceof TrackedNumber) {
    if (typeof b === 'number') return record(ADD, site, a.entry, 0, valueAt(a) + b, b);
    if (b instanceof TrackedNumber) return record(ADD, site, a.entry, b.entry, valueAt(a) + valueAt(b), 0);
    // With text, an array or an object the result is text.
    return valueAt(a) + (b as number);
  }
  if (b instanceof TrackedNumber) {
    if (typeof a === 'number') return record(ADD, site, 0, b.entry, a + valueAt(b), a);
    return (a as number) + valueAt(b);
  }
  return (a as number) + (b as number);
}

export function subtract(a: unknown, b: unknown, site: number): unknown {
  if (a instanceof TrackedNumber) {
    if (typeof b === 'number') return record(SUBTRACT, site, a.entry, 0, valueAt(a) - b, b);
    if (b instanceof TrackedNumber) return record(SUBTRACT, site, a.entry, b.entry, valueAt(a) - valueAt(b), 0);
    return record(SUBTRACT, site, a.entry, 0, valueAt(a) - Number(b), Number(b));
  }
  if (b instanceof TrackedNumber) {
    const plain = toNumber(a);
    return record(SUBTRACT, site, 0, b.entry, plain - valueAt(b), plain);
  }
  return (a as number) - (b as number);
}

export function multiply(a: unknown, b: unknown, site: number): unknown {
  if (a instanceof TrackedNumber) {
    if (typeof b === 'number') return record(MULTIPLY, site, a.entry, 0, valueAt(a) * b, b);
    if (b instanceof TrackedNumber) return record(MULTIPLY, site, a.entry, b.entry, valueAt(a) * valueAt(b), 0);
    return record(MULTIPLY, site, a.entry, 0, valueAt(a) * Number(b), Number(b));
  }
  if (b instanceof TrackedNumber) {
    const plain = toNumber(a);
    return record(MULTIPLY, site, 0, b.entry, plain * valueAt(b), plain);
  }
  return (a as number) * (b as number);
}

export function divide(a: unknown, b: unknown, site: number): unknown {
  if (isEither(a, b)) return recordBinary(DIVIDE, site, a, b, numberOf(a) / numberOf(b));
  return (a as number) / (b as number);
}

export function remainder(a: unknown, b: unknown, site: number): unknown {
  if (isEither(a, b)) return recordBinary(REMAINDER, site, a, b, numberOf(a) % numberOf(b));
  return (a as number) % (b as number);
}

export function power(a: unknown, b: unknown, site: number): unknown {
  if (isEither(a, b)) return recordBinary(POWER, site, a, b, numberOf(a) ** numberOf(b));
  return (a as number) ** (b as number);
}

export function negate(a: unknown, site: number): unknown {
  if (a instanceof TrackedNumber) return record(NEGATE, site, a.entry, 0, -valueAt(a), 0);
  return -(a as number);
}

/** Unary plus, and what `++` and `--` do to their operand first. */
export function toNumeric(a: unknown): unknown {
  if (a instanceof TrackedNumber || typeof a === 'number' || typeof a === 'bigint') return a;
  return +(a as number);
}

export function recordBinary(operation: number, site: number, a: unknown, b: unknown, y: number): TrackedNumber {
  const l = a instanceof TrackedNumber ? a.entry : 0;
  const r = b instanceof TrackedNumber ? b.entry : 0;
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
  return x instanceof TrackedNumber ? valueAt(x) : Number(x);
}

function toNumber(x: unknown): number {
  return typeof x === 'number' ? x : Number(x);
}

function isEither(a: unknown, b: unknown): boolean {
  return a instanceof TrackedNumber || b instanceof TrackedNumber;
}

export function isNumber(x: unknown): x is Operand {
  return typeof x === 'number' || x instanceof TrackedNumber;
}

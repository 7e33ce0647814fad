import { exponentOf } from './floating-point.js';
import { THRESHOLDS, type Thresholds } from './thresholds.js';

interface Inexact {
  readonly value: number;
  readonly error: number;
}

/**
 * The spacing of a lattice on which all values lie, or 0: the greatest common divisor of their gaps, if it is far above
 * their rounding. First of the values as they are, as cancellation leaves exact multiples of a last place; then of values
 * each of which is rounded, as multiples of a decimal are.
 */
export function latticeOf(
  values: readonly number[],
  rounding: number,
  { leastSpacing }: Thresholds = THRESHOLDS,
): number {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  if (sorted.length < 3) return 0;
  const least = leastSpacing * rounding;
  return latticeUpTo(0, sorted, least, rounding) || latticeUpTo(rounding, sorted, least, rounding);
}

function latticeUpTo(error: number, sorted: readonly number[], least: number, rounding: number): number {
  let divisor: Inexact = { value: 0, error: 0 };
  const spans = sorted.slice(1).map((value) => value - sorted[0]);
  for (const span of spans) {
    const common = commonDivisor({ value: span, error }, divisor);
    if (common.value < least * Math.max(1, common.error / rounding)) return 0;
    // Of the span it is an nth part: so it is known to an nth of the rounding, however many remainders led to it.
    const count = Math.round(span / common.value);
    divisor = { value: span / count, error: error / count };
  }
  const { value } = divisor;
  // Few gaps have some divisor up to the errors that add up; all of them multiples up to their own is no accident.
  return spans.every((span) => Math.abs(span - value * Math.round(span / value)) <= 2 * rounding) ? value : 0;
}

/**
 * Euclid's algorithm for numbers with errors: the remainder of a by b, a − n·b, is off by the error of a and n times that
 * of b, and is 0 where it is no larger. Where that is no longer small against b, nothing is known of the remainder.
 */
function commonDivisor(a: Inexact, b: Inexact): Inexact {
  while (b.value > b.error) {
    const count = Math.round(a.value / b.value);
    const remainder = { value: Math.abs(a.value - count * b.value), error: a.error + count * b.error };
    if (remainder.error > b.value / 8) return { value: 0, error: 0 };
    [a, b] = [b, remainder];
  }
  return a;
}

/**
 * Values that are float32 numbers, all of them, and not all short: no accident in float64 arithmetic, where each has a
 * chance of 2⁻²⁹. Short values (small integers, a staircase) say nothing of the arithmetic. One value may be all there
 * is, for float32 hides small moves; but beside a 0 small values may be what cancellation has left of longer ones.
 */
export function areFloat32(values: Iterable<number>): boolean {
  const distinct = new Set<number>();
  let hasLong = false;
  for (const v of values) {
    if (Math.fround(v) !== v) return false;
    if (distinct.size < 4 || v === 0) distinct.add(v);
    hasLong ||= significantBits(v) > 16;
  }
  return hasLong && distinct.size >= (distinct.has(0) ? 4 : 1);
}

/** Bits of a value that half precision or bfloat16 may have stored, or that cancellation and saturation have left. */
const SHORT = 11;

/** Whether a value has so few bits that it says nothing of the arithmetic behind it. */
export function isShort(value: number): boolean {
  return significantBits(value) <= SHORT;
}

/** Bits of the mantissa from its first to its last 1. */
function significantBits(value: number): number {
  if (value === 0) return 0;
  let mantissa = Math.abs(value) / 2 ** (exponentOf(value) - 31);
  let bits = 32;
  while (bits > 0 && mantissa % 2 === 0) {
    mantissa /= 2;
    bits--;
  }
  return bits;
}

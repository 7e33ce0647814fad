import { exponentOf } from './floating-point.js';

/**
 * The spacing of a lattice on which all values lie, or 0: the greatest common divisor of their gaps, up to rounding
 * (Euclid's algorithm, stopped at remainders of `tolerance`), if it is far above that rounding.
 */
export function latticeOf(values: readonly number[], tolerance: number): number {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  if (sorted.length < 3) return 0;
  let divisor = 0;
  for (let i = 1; i < sorted.length; i++) {
    let [a, b] = [sorted[i] - sorted[i - 1], divisor];
    while (b > tolerance) [a, b] = [b, Math.abs(a - b * Math.round(a / b))];
    divisor = a;
    if (divisor < 64 * tolerance) return 0;
  }
  return divisor;
}

/**
 * Values that are float32 numbers, all of them, and not all short: no accident in float64 arithmetic, where each has a
 * chance of 2⁻²⁹. Short values (small integers, a staircase) say nothing of the arithmetic. One value may be all there
 * is, for float32 hides small moves; but beside a 0 small values may be what cancellation has left of longer ones.
 */
export function areFloat32(values: readonly number[]): boolean {
  const distinct = new Set(values);
  return (
    distinct.size >= (distinct.has(0) ? 4 : 1) &&
    values.every((v) => Math.fround(v) === v) &&
    values.some((v) => significantBits(v) > 16)
  );
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

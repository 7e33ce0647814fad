import { numberOf } from './arithmetic.js';

/** The order of numbers in typed arrays: −0 before 0, NaN last. */
function orderNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return a === 0 ? Number(Object.is(b, -0)) - Number(Object.is(a, -0)) : 0;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** A comparator for the language's own sorting, from the user's or by value. */
export function orderBy(compare?: (a: unknown, b: unknown) => unknown): (a: unknown, b: unknown) => number {
  if (compare) return (a, b) => numberOf(compare(a, b));
  return (a, b) => orderNumbers(numberOf(a), numberOf(b));
}

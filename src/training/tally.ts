/** What is counted of a gradient, over one piece of it after the other. */
export interface Tally {
  size: number;
  /** NaN where an entry is not finite; Infinity also where squares overflow. */
  squares: number;
  sum: number;
  max: number;
  zeros: number;
}

export function createTally(): Tally {
  return { size: 0, squares: 0, sum: 0, max: 0, zeros: 0 };
}

/** Numbers copied at a time: they stay in the processor's cache. */
const CHUNK = 4096;
const chunk = new Float64Array(CHUNK);

/**
 * Counts the entries from `from` to before `to` in: one pass, reading alone. Other arrays than those of doubles are
 * copied piece by piece: a loop that has seen several kinds of array is slower than the copy (measured on Node 20).
 */
export function countEntries(values: ArrayLike<number>, from: number, to: number, into: Tally): void {
  if (values instanceof Float64Array) return countDoubles(values, from, to, into);
  for (let start = from; start < to; start += CHUNK) {
    const end = Math.min(to, start + CHUNK);
    if (ArrayBuffer.isView(values)) chunk.set((values as unknown as Float32Array).subarray(start, end));
    else copyNumbers(values, start, end);
    countDoubles(chunk, 0, end - start, into);
  }
}

/** One by one: `set` is slow for arrays whose numbers V8 keeps as objects. */
function copyNumbers(values: ArrayLike<number>, from: number, to: number): void {
  for (let i = from; i < to; i++) chunk[i - from] = values[i];
}

/**
 * Without a branch, since of random entries the processor would guess it wrong, and two at a time, since sums wait for
 * each other: 1.3 times as long as the sum of squares alone.
 */
function countDoubles(values: Float64Array, from: number, to: number, into: Tally): void {
  let [squaresA, squaresB, sumA, sumB, maxA, maxB, zeros] = [0, 0, 0, 0, 0, 0, 0];
  const even = to - ((to - from) % 2);
  for (let i = from; i < even; i += 2) {
    const a = Math.abs(values[i]);
    const b = Math.abs(values[i + 1]);
    squaresA += a * a;
    squaresB += b * b;
    sumA += a;
    sumB += b;
    maxA = Math.max(maxA, a);
    maxB = Math.max(maxB, b);
    zeros += (a === 0 ? 1 : 0) + (b === 0 ? 1 : 0);
  }
  if (even < to) {
    const last = Math.abs(values[even]);
    squaresA += last * last;
    sumA += last;
    maxA = Math.max(maxA, last);
    zeros += last === 0 ? 1 : 0;
  }
  into.size += to - from;
  into.squares += squaresA + squaresB;
  into.sum += sumA + sumB;
  into.max = Math.max(into.max, maxA, maxB);
  into.zeros += zeros;
}

/** Below this sum, squares of what was counted may have underflowed. */
const LEAST_SQUARES = 1e-280;

/** Whether the plain sum of squares tells the norm: it does unless entries are not finite, or squares left the range. */
export function isPlain({ squares, max }: Tally): boolean {
  return (squares > LEAST_SQUARES && squares < Infinity) || max === 0;
}

export function isFinite({ max }: Tally): boolean {
  return max < Infinity;
}

/** Sum of squares in units of the square of the largest entry: no square overflows or underflows. */
export function scaledSquares(values: ArrayLike<number>, from: number, to: number, max: number): number {
  let squares = 0;
  for (let i = from; i < to; i++) squares += (values[i] / max) ** 2;
  return squares;
}

/** How many entries are NaN or infinite, and the place of the first. */
export function findNonFinite(
  values: ArrayLike<number>,
  from: number,
  to: number,
): { readonly count: number; readonly first: number } {
  let count = 0;
  let first = -1;
  for (let i = from; i < to; i++) {
    if (Number.isFinite(values[i])) continue;
    if (count++ === 0) first = i;
  }
  return { count, first };
}

import { MULTIPLY } from '../../../autodiff/operations.js';
import type { Tape } from '../../../model/tape.js';
import type { Leaf } from '../../../model/tree-layout.js';
import { extremes, largestOf } from '../../extremes.js';
import type { Edge } from '../edge.js';
import { ElementFinder, type Taken } from './element-finder.js';
import { listSwaps } from '../substitutions/swapped-loops.js';

/** What was mistaken where the gradient holds other derivatives than the right ones. */
export type LearnedCode = 'wrong-derivative' | 'transposed' | 'permuted' | 'off-by-one' | 'stale-gradient';

/**
 * The name of a wrong factor of a product. Where all that was taken are other elements of what the right ones are elements
 * of, an index is wrong: two of them exchanged, one shifted, or another order. Anything else is a wrong derivative.
 */
export function nameLearned(
  tape: Tape,
  leaves: readonly Leaf[],
  edge: Edge,
  slopes: Float64Array,
  rounding: number,
): LearnedCode {
  if (edge.operation !== MULTIPLY || edge.kind === 'composite') return 'wrong-derivative';
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= rounding * Math.abs(b);
  if (listSwaps(slopes.length).some((order) => slopes.every((slope, n) => isNear(slope, edge.slopes[order[n]]))))
    return 'transposed';
  const found = new ElementFinder(tape, leaves, edge, rounding).findAll(slopes);
  if (found === null) return hasSame(slopes, edge.slopes, isNear) ? 'permuted' : 'wrong-derivative';
  const moved = found.filter(({ right, taken }) => right !== taken);
  if (moved.length === 0) return 'wrong-derivative';
  const [first] = moved;
  const isShift = moved.every(({ right, taken }) => taken - right === first.taken - first.right);
  if (isShift) return 'off-by-one';
  // Another order is one of all elements, and not of most of them.
  if (found.length < slopes.length) return 'wrong-derivative';
  if (moved.every(isTransposed)) return 'transposed';
  if (hasSame(slopes, edge.slopes, isNear)) return 'permuted';
  return isLastOnly(found) ? 'stale-gradient' : 'off-by-one';
}

/** Whether all that was taken was computed last: what a later turn of a loop has left behind. */
function isLastOnly(found: readonly Taken[]): boolean {
  const [right, taken] = [new Set(found.map((one) => one.right)), new Set(found.map((one) => one.taken))];
  return 2 * taken.size <= right.size && extremes([...taken], (k) => k).least > largestOf(right) - taken.size;
}

function isTransposed({ right, taken, columns }: Taken): boolean {
  return taken === (right % columns) * columns + Math.floor(right / columns);
}

/** Whether two lists hold the same numbers in another order. */
function hasSame(a: Float64Array, b: Float64Array, isNear: (a: number, b: number) => boolean): boolean {
  const [first, second] = [a.toSorted(), b.toSorted()];
  return first.every((value, n) => isNear(value, second[n]));
}

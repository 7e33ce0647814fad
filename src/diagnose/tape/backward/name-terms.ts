import type { Leaf } from '../../../model/tree-layout.js';
import type { Addend, Comparison, Move } from './compare-terms.js';

export type TermsCode =
  | 'extra-term'
  | 'missing-term'
  | 'overwritten'
  | 'off-by-one'
  | 'transposed'
  | 'permuted'
  | 'copied';

/**
 * The name of what was done to the terms of a parameter.
 * @param right what the loss asks for, in the order of its tape
 */
export function nameTerms(comparison: Comparison, right: readonly Addend[], leaves: readonly Leaf[]): TermsCode {
  switch (comparison.kind) {
    case 'extra':
      return 'extra-term';
    case 'left-out':
      return nameLeftOut(right, new Set(comparison.left));
    case 'moved':
      return nameMoves(comparison.moves, leaves);
  }
}

/** More than this part of the terms are not lost by a bound of a loop. */
const MOST_OFF = 1 / 4;

/** Of several terms of one place a single one: set, not added. A run at either end of the loops: their bounds. */
function nameLeftOut(right: readonly Addend[], left: ReadonlySet<number>): TermsCode {
  const kept = new Map<number, number>();
  for (const n of left) kept.set(right[n].to, (kept.get(right[n].to) ?? 0) + 1);
  const places = new Set(right.filter(({ value }) => value !== 0).map(({ to }) => to));
  if ([...places].every((to) => kept.get(to) === 1)) return 'overwritten';
  const dropped = right.flatMap(({ value }, n) => (value !== 0 && !left.has(n) ? [n] : []));
  if (dropped.length > MOST_OFF * right.length) return 'missing-term';
  const isRun = dropped.every((n, k) => k === 0 || n === dropped[k - 1] + 1);
  return isRun && (dropped[0] === 0 || dropped.at(-1) === right.length - 1) ? 'off-by-one' : 'missing-term';
}

function nameMoves(moves: readonly Move[], leaves: readonly Leaf[]): TermsCode {
  const moved = moves.filter(({ right, taken }) => right !== taken);
  if (moved.length === 0) return 'permuted';
  const leafOf = (to: number): Leaf => leaves.find(({ offset, size }) => to >= offset && to < offset + size)!;
  const crossed = moved.filter(({ right, taken }) => leafOf(right) !== leafOf(taken));
  if (crossed.length > 0) return areOneWay(crossed, leafOf) ? 'copied' : 'permuted';
  if (moved.every((move) => isTransposed(move, leafOf(move.right)))) return 'transposed';
  const [first] = moved;
  const isShift = moved.every(({ right, taken }) => taken - right === first.taken - first.right);
  return isShift ? 'off-by-one' : 'permuted';
}

/** Whether what belongs to one parameter goes to another, and nothing the other way. */
function areOneWay(moves: readonly Move[], leafOf: (to: number) => Leaf): boolean {
  const [first] = moves;
  return moves.every(
    ({ right, taken }) => leafOf(right) === leafOf(first.right) && leafOf(taken) === leafOf(first.taken),
  );
}

function isTransposed({ right, taken }: Move, { shape, offset }: Leaf): boolean {
  if (shape.length !== 2) return false;
  const [at, columns] = [right - offset, shape[1]];
  return taken - offset === (at % columns) * columns + Math.floor(at / columns);
}

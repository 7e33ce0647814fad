import type { Leaf } from '../../../model/tree-layout.js';
import type { Addend, Comparison, Move } from './compare-terms.js';

export type TermsCode =
  | 'extra-term'
  | 'broadcast'
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
      return comparison.areOthers ? 'broadcast' : 'extra-term';
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
  const isOneLeaf = moved.every(({ right }) => leafOf(right) === leafOf(moved[0].right));
  if (isOneLeaf && areTransposed(moved, leafOf(moved[0].right))) return 'transposed';
  if (areSpread(moves)) return 'broadcast';
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

/** Whether each place gets a term of each other: they are summed over another axis. */
function areSpread(moves: readonly Move[]): boolean {
  const count = (values: readonly unknown[]): number => new Set(values).size;
  const rights = count(moves.map(({ right }) => right));
  const pairs = count(moves.map(({ right, taken }) => `${right} ${taken}`));
  return rights > 1 && pairs === rights * count(moves.map(({ taken }) => taken));
}

/** Whether a matrix is filled column by column, or with its indices exchanged. */
function areTransposed(moved: readonly Move[], { shape, size, offset }: Leaf): boolean {
  const isTurned = (columns: number, stride: number): boolean =>
    moved.every(({ right, taken }) => {
      const at = right - offset;
      return taken - offset === (at % columns) * stride + Math.floor(at / columns);
    });
  if (shape.length === 2) return isTurned(shape[1], shape[0]) || isTurned(shape[1], shape[1]);
  // A flat array is read as every matrix that it may be.
  return Array.from({ length: size }, (_, k) => k + 1).some(
    (columns) => columns > 1 && columns < size && size % columns === 0 && isTurned(columns, size / columns),
  );
}

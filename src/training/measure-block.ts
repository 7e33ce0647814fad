import type { ParameterStep } from './types.js';
import { countEntries, createTally, findNonFinite, isFinite, isPlain, scaledSquares } from './tally.js';

/** A stretch of numbers: the whole gradient of a parameter, or one of its rows. */
export interface Piece {
  readonly values: ArrayLike<number>;
  readonly from: number;
  readonly to: number;
  /** Puts its one number where it stands, where `values` holds a copy. */
  readonly assign?: (value: number) => void;
  /** `values` is a copy: writing there changes nothing. */
  readonly isCopy?: true;
}

/**
 * What a log tells of the gradient of one parameter, which may lie in several pieces. Reads each entry once, and again
 * only where something is not finite or leaves the range of squares.
 * @param shape to tell the index of the first entry that is not finite
 */
export function measureBlock(pieces: readonly Piece[], shape: readonly number[]): ParameterStep {
  const tally = createTally();
  for (const { values, from, to } of pieces) countEntries(values, from, to, tally);
  const { size, sum, max, zeros } = tally;
  const told = { max, mean: size === 0 ? 0 : sum / size, zeros: size === 0 ? 0 : zeros / size };
  if (!isFinite(tally)) return { grad: NaN, ...told, ...describeNonFinite(pieces, shape) };
  if (isPlain(tally)) return { grad: Math.sqrt(tally.squares), ...told, nonfinite: 0 };
  const squares = pieces.reduce((total, { values, from, to }) => total + scaledSquares(values, from, to, max), 0);
  return { grad: max * Math.sqrt(squares), ...told, nonfinite: 0 };
}

/** The norm of some numbers; NaN or infinite where one of them is. */
export function measureNorm(pieces: readonly Piece[]): number {
  const { grad, max = 0 } = measureBlock(pieces, []);
  return Number.isFinite(max) ? grad : max;
}

function describeNonFinite(
  pieces: readonly Piece[],
  shape: readonly number[],
): Pick<ParameterStep, 'nonfinite' | 'index'> {
  let nonfinite = 0;
  let before = 0;
  let place = -1;
  for (const { values, from, to } of pieces) {
    const { count, first } = findNonFinite(values, from, to);
    if (place < 0 && count > 0) place = before + first - from;
    nonfinite += count;
    before += to - from;
  }
  return { nonfinite, index: unravel(place, shape) };
}

/** The index, in an array of a shape, of a place in row-major order. */
function unravel(place: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(place % shape[axis]);
    place = Math.floor(place / shape[axis]);
  }
  return index;
}

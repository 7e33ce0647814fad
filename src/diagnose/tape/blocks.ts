import type { Leaf } from '../../model/tree-layout.js';

/** Runs of a flat vector that are told apart; more of them are no blocks. */
const MOST_RUNS = 6;
const LEAST_RUN = 2;
const LEAST_SIZE = 6;

/**
 * Flat vectors that hold several things (`W1` and `b1` one after the other) as the blocks that are wrong and those that
 * are right, so that each is looked at by itself.
 */
export function splitIntoBlocks(leaves: readonly Leaf[], isWrong: (i: number) => boolean): Leaf[] {
  return leaves.flatMap((leaf) => {
    if (leaf.shape.length !== 1 || leaf.size < LEAST_SIZE) return [leaf];
    const starts = [0];
    for (let k = 1; k < leaf.size; k++) {
      if (isWrong(leaf.offset + k) !== isWrong(leaf.offset + k - 1)) starts.push(k);
    }
    const runs = starts.map((start, r) => ({ start, end: starts[r + 1] ?? leaf.size }));
    if (runs.length < 2 || runs.length > MOST_RUNS || runs.some(({ start, end }) => end - start < LEAST_RUN))
      return [leaf];
    return runs.map(({ start, end }) => ({
      ...leaf,
      path: `${leaf.path}[${start}…${end - 1}]`,
      shape: [end - start],
      size: end - start,
      offset: leaf.offset + start,
    }));
  });
}

/** The parameter that a block is part of. */
export function parameterOf(path: string): string {
  return path.replace(/\[\d+…\d+\]$/, '');
}

import type { Tape } from '../../model/tape.js';
import type { Leaf, TreeLayout } from '../../model/tree-layout.js';
import type { BackwardPass } from './backward/backward-pass.js';
import type { Change } from './altered-sweep.js';
import type { Target } from './match.js';
import { project, projectSizes, type Projection } from './projection.js';

export interface SearchProblem {
  readonly tape: Tape;
  readonly layout: TreeLayout;
  readonly claimed: Float64Array;
  /** The gradient by the tape. */
  readonly exact: Float64Array;
  /** Whether an entry was found wrong. */
  isWrong(i: number): boolean;
  /** Typical size of an entry. */
  scaleAt(i: number): number;
  readonly isFloat32: boolean;
  /** Whether a factor is one that people leave out: 2, ½, the number of rows. */
  isUsualFactor(factor: number): boolean;
  /** Whether a site stands in the user's own file; for choosing among places that fit as well. */
  isOwn(site: number): boolean;
  /** Lines between two sites; Infinity in different files. */
  lineGap(a: number, b: number): number;
  readonly random: () => number;
  /** What the user's own gradient computes; null where that cannot be followed. */
  readonly backward: BackwardPass | null;
}

/** Changes that give the user's gradient, to rounding, in some parameters. */
export interface Match {
  readonly changes: readonly Change[];
  readonly leaves: readonly Leaf[];
}

/** Rounding of a functional and of a gradient as a whole, relative to the sizes of their terms. */
const ROUNDING = { float32: { functional: 3e-5, whole: 1e-4 }, float64: { functional: 1e-10, whole: 1e-9 } } as const;

/** Two numbers, of the loss and of the gradient, that differ by less than this are taken for the same one. */
export function readRounding(isFloat32: boolean): number {
  return isFloat32 ? 3e-6 : 1e-10;
}

/** What the search aims at, seen through the functionals. */
export function aimAt({ claimed, exact, isFloat32 }: SearchProblem, projection: Projection): Target {
  const rounding = isFloat32 ? ROUNDING.float32 : ROUNDING.float64;
  return {
    claimed,
    exact,
    right: project(projection, exact),
    difference: project(
      projection,
      claimed.map((value, i) => value - exact[i]),
    ),
    tolerance: projectSizes(projection, claimed, exact).map((size) => rounding.functional * size + Number.MIN_VALUE),
    rounding: rounding.whole,
  };
}

/** The number of the parameter that an entry of the flat vector belongs to. */
export function blockFinder({ leaves, size }: TreeLayout): (i: number) => number {
  const blocks = new Int32Array(size);
  leaves.forEach((leaf, k) => blocks.fill(k, leaf.offset, leaf.offset + leaf.size));
  return (i) => blocks[i];
}

export function countWrong({ isWrong }: Pick<SearchProblem, 'isWrong'>, leaves: readonly Leaf[]): number {
  let count = 0;
  for (const { offset, size } of leaves) for (let i = offset; i < offset + size; i++) if (isWrong(i)) count++;
  return count;
}

import type { PointProblem } from '../point-problem.js';
import type { PointEntries } from '../point-entries.js';
import { weightAt } from './weight-at.js';

/** The longest step along a direction, in units of the typical sizes: further out a loss says little of the point. */
export const LONGEST_STEP = 2 ** -3;
/** More than the largest weight in a direction, by what rounding may add. */
const LARGEST_WEIGHT = 1.6;
/** An entry that bounds keep from moving by this share of its size is better looked at by itself, from one side. */
const LEAST_ROOM = 2 ** -20;

/** How the entries of a point move along random directions: by about their typical sizes, alike to both sides. */
export class Moves {
  /** Entries that have been checked one by one, and move no more. */
  readonly done = new Set<number>();
  private readonly skipped: Uint8Array | null;

  constructor(
    private readonly problem: PointProblem,
    private readonly entries: PointEntries,
    isSkipped: (leaf: number) => boolean,
  ) {
    const { leaves, size } = problem.layout;
    this.skipped = leaves.some((_, k) => isSkipped(k)) ? new Uint8Array(size) : null;
    leaves.forEach(({ offset, size: count }, k) => isSkipped(k) && this.skipped!.fill(1, offset, offset + count));
  }

  /** Whether an entry is to be checked, and cannot be along a direction: it claims no number, or bounds hold it. */
  isStuck(i: number): boolean {
    return !this.skipped?.[i] && !this.done.has(i) && this.reach(i) === 0;
  }

  isMoving(i: number): boolean {
    return !this.skipped?.[i] && !this.done.has(i) && this.reach(i) > 0;
  }

  /** vᵢ: how far an entry moves by one unit along a direction; 0 where it stays. */
  along(seed: number, i: number): number {
    return this.skipped?.[i] || this.done.has(i) ? 0 : this.reach(i) * weightAt(seed, i);
  }

  /**
   * The entry after a step t, so that the point at the same distance on the other side, 2x − x₊, is a number of its
   * storage as well: rounded on the side of the larger numbers, whose spacing the other side has, or a finer one.
   */
  displaced(i: number, move: number): number {
    const x = this.problem.point[i];
    const isFloat32 = this.entries.isFloat32(i);
    const isOutward = x < 0 === move < 0;
    const outward = isOutward ? x + move : x - move;
    const far = isFloat32 ? Math.fround(outward) : outward;
    return isOutward ? far : x - (far - x);
  }

  private reach(i: number): number {
    const { point, claimed, lower, upper } = this.problem;
    if (!Number.isFinite(claimed[i])) return 0;
    const scale = this.entries.scaleAt(i);
    if (!lower && !upper) return scale;
    const room = Math.min(point[i] - (lower?.[i] ?? -Infinity), (upper?.[i] ?? Infinity) - point[i]);
    const within = Math.min(scale, room / LONGEST_STEP / LARGEST_WEIGHT);
    return within >= LEAST_ROOM * scale ? within : 0;
  }
}

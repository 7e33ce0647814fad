import { ROUNDOFF_32, ROUNDOFF_64, ulp } from './floating-point.js';
import type { Asking } from './probe.js';
import { areFloat32 } from './value-lattice.js';

export interface NoiseProblem {
  readonly point: Float64Array;
  /** Typical size of an entry, a power of two; 0 for entries that must not move. */
  readonly scaleAt: (i: number) => number;
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  /** Entries stored as float32. */
  readonly isFloat32: (i: number) => boolean;
  /** What the gradient claims: tells how far the loss should move. */
  readonly claimed: Float64Array;
  readonly random: () => number;
  /** Arithmetic that the model declares for the loss. */
  readonly declaredFloat32?: boolean;
}

/** Values at equispaced points of random lines through the point, and what they have in common. */
export class LineSampler {
  readonly seen: number[];
  /** |Σ aᵢwᵢ| of the last line: how far the claimed gradient says one spacing moves the loss. */
  predictedChange = 0;
  /** Some input had more digits than float32 holds, or is float32 itself: short values of the loss then mean something. */
  private hasFullMantissa = false;

  constructor(
    private readonly problem: NoiseProblem,
    readonly loss: number,
  ) {
    this.seen = [loss];
  }

  /** `count` values of the loss at x + k·w, the known one in its place; null where no entry has room to move. */
  *sample(relativeStep: number, count: number): Asking<number[] | null> {
    const line = this.chooseLine(relativeStep, count);
    if (!line) return null;
    const { w, center } = line;
    const { point, claimed, isFloat32 } = this.problem;
    this.predictedChange = Math.abs(
      w.reduce((sum, step, i) => (Number.isFinite(claimed[i]) ? sum + claimed[i] * step : sum), 0),
    );
    this.hasFullMantissa ||= point.some((x, i) => w[i] !== 0 && (isFloat32(i) || Math.fround(x + w[i]) !== x + w[i]));
    const values: number[] = [];
    // One at a time, and in the same place: a point may be large.
    const at = new Float64Array(point.length);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < at.length; i++) {
        const x = point[i] + (k - center) * w[i];
        at[i] = isFloat32(i) ? Math.fround(x) : x;
      }
      if (k === center) values.push(this.loss);
      else values.push((yield [{ point: at }])[0]);
    }
    this.seen.push(...values);
    return values;
  }

  looksLikeFloat32(): boolean {
    return this.hasFullMantissa && areFloat32(this.seen);
  }

  /** Entries without room on both sides stay put; when none has room, the line runs inward only. */
  private chooseLine(relativeStep: number, count: number): { w: Float64Array; center: number } | null {
    const { point, scaleAt, lower, upper, isFloat32, random } = this.problem;
    const w = new Float64Array(point.length);
    for (const inward of [false, true]) {
      let moving = false;
      for (let i = 0; i < point.length; i++) {
        const scale = scaleAt(i);
        const step = latticeStep(point[i], scale * relativeStep, isFloat32(i), random);
        const reach = (inward ? count - 1 : (count - 1) / 2) * step;
        const up = point[i] + reach <= (upper?.[i] ?? Infinity);
        const down = point[i] - reach >= (lower?.[i] ?? -Infinity);
        if (scale === 0) w[i] = 0;
        else if (inward) w[i] = up ? step : down ? -step : 0;
        else w[i] = up && down ? (random() < 0.5 ? -step : step) : 0;
        moving ||= w[i] !== 0;
      }
      if (moving) return { w, center: inward ? 0 : (count - 1) / 2 };
    }
    return null;
  }
}

/**
 * Spacing of the steps that may be drawn, as a share of the step. Fine enough that values of a loss that is a line
 * further out (a hinge, a difference of logits) do not lie on a coarse lattice because the steps do.
 */
const FINENESS = 2 ** -48;

/** A random step of about the wanted size that is an odd multiple of a lattice spacing representable at x. */
function latticeStep(x: number, wanted: number, isFloat32: boolean, random: () => number): number {
  const spacing = Math.max(x === 0 ? 0 : ulp(x, isFloat32 ? ROUNDOFF_32 : ROUNDOFF_64), wanted * FINENESS);
  const multiple = Math.floor((wanted * (0.5 + random())) / spacing);
  return Math.max(1, multiple % 2 === 0 ? multiple + 1 : multiple) * spacing;
}

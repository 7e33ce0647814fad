import { nearestPowerOfTwo, ulp, type Asking, type Ladder } from '../numdiff/index.js';
import type { EntryProblem, PointContext } from './entry-problem.js';
import { farPointsOf, lookAtFarPoints, runsWithSlope, type FarPoints } from './far-points.js';
import { Treads, type Rise } from './treads.js';

/** Ratio of the steps at which it is looked, and that from a jump to a further one. */
const STRIDE = 8;
const STRIDE_FROM_JUMP = 4;
/** Places at which it is looked, as shares of a step: no powers of two, as the steps of a loss often are. */
const PLACES = [1, Math.SQRT1_2, Math.SQRT1_2 / 2];
/** One jump is met on the way to one place alone. */
const LEAST_JUMPS = 2;

/** The slope that small steps show, and how far from it the one in question is. */
export interface Tread {
  readonly slope: number;
  readonly gap: number;
}

/** Typical size of the parameter, and how far it may have to go for a slope to show. */
export interface Reach {
  readonly size: number;
  readonly furthest: number;
}

/**
 * Finds out whether a loss goes in steps, as with a rounded term beside a smooth one, or with an iteration that stops at
 * a tolerance: close up its slope t, that of a tread, is not the one from far.
 *
 * Its odd part g(h) = (f(x + h) − f(x − h))/2 keeps g′(h) = t at every distance, while g(h)/h goes to another slope by
 * jumps. A smooth loss cannot do that: where g(h)/h has left t by h²f‴/6, g′(h) has by three times as much. Nor can a kink,
 * past which g′ is another, or a single jump. The curvature of the smooth term is no part of g. On one side alone g is
 * f(x + h) − f(x); there a smooth loss leaves t by h f″/2, and by twice that.
 */
export class StepFinder {
  constructor(
    private readonly tread: Tread,
    private readonly entry: EntryProblem,
    private readonly context: PointContext,
    private readonly ladder: Ladder,
  ) {}

  /** The bound on the noise that the steps are to whoever looks from far; null where the loss does not go in steps. */
  *noise({ size, furthest }: Reach): Asking<number | null> {
    const { rows } = this.ladder;
    const { firstLook, stepNoise } = this.context.rule;
    const lowest = rows[Math.max(0, this.ladder.estimate().row)].step;
    const left = rows.find((row) => row.step > lowest && this.isOff(row.slope));
    let step = Math.min(left?.step ?? Infinity, size * firstLook);
    while (step <= lowest) step *= STRIDE;
    let isFirst = true;
    const treads = new Treads(this.context.rule.sameSlope * Math.abs(this.tread.gap));
    while (step <= furthest) {
      const look = this.known(step) ?? (yield* this.lookAt(step));
      if (look === null) return null;
      const isOff = this.isOff(look.secant);
      // Past one edge the next may be the other way and lead back to the line of the tread.
      const isWorthwhile = isOff || treads.jumps().length > 0;
      const isTread: boolean = !isWorthwhile || (yield* this.addPlaces(look, treads));
      const jumps = treads.jumps();
      if (jumps.length >= LEAST_JUMPS) return stepNoise * (yield* this.nearestJump(look.step, lowest, jumps));
      const hasBent = isOff && !isTread;
      if (hasBent && (!isFirst || step * firstLook <= rows.at(-1)!.step)) return null;
      // Where the smooth part bends too much for a first look, one is taken from nearer.
      if (hasBent) step *= firstLook;
      else step = look.step * (isWorthwhile ? STRIDE_FROM_JUMP : STRIDE);
      isFirst = false;
    }
    return null;
  }

  /** Whether a slope is not that of the tread, as far as the gap is concerned. */
  private isOff(slope: number): boolean {
    return !(Math.abs(slope - this.tread.slope) <= this.context.rule.sameSlope * Math.abs(this.tread.gap));
  }

  private *lookAt(step: number): Asking<FarPoints | null> {
    return yield* lookAtFarPoints(this.entry, this.context.loss, this.ladder.sides, step);
  }

  /** What the ladder has at about that step. */
  private known(step: number): FarPoints | null {
    const row = this.ladder.rows.find((taken) => taken.step > step / 2 && taken.step < 2 * step);
    return row ? farPointsOf(row, this.entry, this.ladder.sides) : null;
  }

  /** Adds the places of a look; false where the loss does not run like the tread beside all of them. */
  private *addPlaces(look: FarPoints, treads: Treads): Asking<boolean> {
    const { tread, entry, context } = this;
    const { sameSlope, bentSlope } = context.rule;
    const gap = Math.abs(tread.gap);
    const tolerance = sameSlope * (this.isOff(look.secant) ? Math.min(gap, Math.abs(look.secant - tread.slope)) : gap);
    // Far enough to tell two slopes apart in spite of the noise, and no further: few treads end on so short a way.
    const rounding = Math.max(...look.ends.map(({ value }) => ulp(value, context.roundoff)));
    const noise = Math.max(context.noiseBound, rounding);
    const hair = nearestPowerOfTwo((4 * noise) / tolerance);
    const rises: Rise[] = [];
    for (const place of PLACES) {
      const far = place === 1 ? look : yield* this.lookAt(place * look.step);
      if (
        far === null ||
        !(yield* runsWithSlope(far, tread.slope, entry, { hair, tolerance, bent: bentSlope * tolerance }))
      )
        return false;
      rises.push({ step: far.step, rise: (far.secant - tread.slope) * far.step });
    }
    treads.add(rises);
    return true;
  }

  /** How far the loss jumps at the end of the tread on which the point is: on the way back to it from a step past it. */
  private *nearestJump(from: number, lowest: number, jumps: readonly Rise[]): Asking<number> {
    // Where they cancel at the furthest place, the largest of them.
    let jump = (this.ladder.sides === 'both' ? 2 : 1) * Math.max(...jumps.map(({ rise }) => rise));
    for (let step = from; step > lowest; step /= 2) {
      const look = yield* this.lookAt(step);
      if (look === null || !this.isOff(look.secant)) break;
      jump = look.ends.length * Math.abs(look.secant - this.tread.slope) * step;
    }
    return jump;
  }
}

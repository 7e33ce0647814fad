import { nearestPowerOfTwo, ulp, type Ladder } from '../numdiff/index.js';
import { claimIsVisible, type EntryProblem, type PointContext } from './entry-problem.js';
import type { EntryReason } from './report.js';
import { MOST_ROWS, type SearchState } from './search-state.js';

/** Which step to take next: from the smallest useful one upward, downward where truncation rules. */
export class StepChooser implements SearchState {
  looksBelow = 0;
  /** The smallest step that can be told from no step. */
  readonly floor: number;
  /** The largest step that meets the bounds and a finite loss, as far as is known. */
  ceiling = Infinity;
  /** What the parameter's typical size is taken to be. */
  typicalSize: number;
  /** A handful: a set would take more time than looking through them. */
  private taken: number[] = [];

  constructor(
    private readonly entry: EntryProblem,
    private readonly context: PointContext,
    /** The rows taken so far; it may be replaced by a one-sided one. */
    private readonly ladderNow: () => Ladder,
    /** Share of the usual first step to start from. */
    private readonly startShare: number,
  ) {
    const { x, scale, isFloat32 } = entry;
    const spacing = isFloat32 ? 2 ** -20 : 2 ** -44;
    this.floor = nearestPowerOfTwo(x === 0 ? scale * 2 ** -60 : Math.abs(x) * spacing);
    this.typicalSize = Math.max(scale, this.floor * 2 ** 16);
  }

  private get ladder(): Ladder {
    return this.ladderNow();
  }

  tried(step: number): boolean {
    return this.taken.includes(step);
  }

  noteTried(step: number): void {
    this.taken.push(step);
  }

  forget(): void {
    this.taken = [];
  }

  /**
   * The smallest step that meets the noise target, capped by the one that balances noise against truncation: small
   * first steps cannot straddle kinks, overflow or alias. A claim of zero says nothing of the size of the derivative,
   * so there the balanced step is taken, which sees the smallest errors.
   */
  first(): number {
    const { entry, context } = this;
    const { scale } = entry;
    const claimed = claimIsVisible(entry, context) ? Math.abs(entry.claimed) : 0;
    const largest = context.largestChange > context.noiseBound ? context.largestChange : 0;
    const size = claimed || largest / scale || Math.abs(context.loss) / scale || 1;
    // Values a step away round like any others, also where the loss itself is 0; and steps far below the noise target
    // would see rounding that is regular (1 − 0.9999x near 1) instead of the slope.
    const noise = Math.max(context.noiseBound / size, context.roundoff * scale);
    const balanced = scale * Math.cbrt(3 * (noise / scale));
    const quiet = noise / context.rule.firstStepNoise;
    const first = Math.min(claimed > 0 ? quiet : balanced, balanced, scale / 8);
    // Where the loss was flat against the claim, start inside the flat part, to see that it is flat.
    const inside = context.flatStep > 0 ? Math.min(first, context.flatStep * scale) : first;
    return nearestPowerOfTwo(Math.max(this.startShare * inside, this.floor));
  }

  /** The next step worth taking, or null when there is none. */
  next(open: { suspicious: boolean; maybeZero: boolean }): number | null {
    const { ladder, context } = this;
    const { rows } = ladder;
    const ratio = context.rule.stepRatio;
    const low = rows[0].step;
    const high = rows[rows.length - 1].step;
    if (rows.length < 2) return this.above(high, ratio) ?? this.below(low, ratio);
    // Rows that do not move the loss at all tell little: they do not count.
    const telling = rows.filter((row) => row.plus !== ladder.center || row.minus !== ladder.center).length;
    if (telling >= MOST_ROWS || rows.length >= 2 * MOST_ROWS) return null;
    const gap = this.gapInTheLadder();
    if (gap !== null) return gap;
    const estimate = ladder.estimate();
    const [a, b] = rows.slice(-2);
    // Truncation that shows at the top grows further up; noise that rules at the bottom grows further down.
    const inflated = ladder.inflatedNoise();
    const topDiffers = Math.abs(b.slope - a.slope) > ladder.slopeNoise(a, inflated) + ladder.slopeNoise(b, inflated);
    const helpsBelow = topDiffers && 2 * ratio * ladder.slopeNoise(rows[0], inflated) < estimate.bound;
    const helpsAbove = !topDiffers || open.suspicious || open.maybeZero;
    // For a zero both directions tell something: how small the slope is, and how far the loss moves further out.
    if (helpsBelow && !(open.maybeZero && rows.length % 2 === 1)) {
      const lower = this.below(low, ratio);
      if (lower !== null) return lower;
    }
    const { isFlat } = ladder;
    if (isFlat && claimIsVisible(this.entry, context)) {
      // The value is far smaller than what parameters usually are: go to the step at which the claim would show.
      const quiet = context.noiseBound / (context.rule.firstStepNoise * Math.abs(this.entry.claimed));
      const visible = nearestPowerOfTwo(Math.min(quiet, context.typicalScale / ratio));
      if (visible > high * ratio ** 2 && visible <= this.ceiling && !this.tried(visible)) {
        this.typicalSize = context.typicalScale;
        return visible;
      }
    }
    const upper = helpsAbove ? this.above(high, isFlat || open.maybeZero ? ratio ** 2 : ratio) : null;
    return upper ?? (open.suspicious ? this.below(low, ratio) : null);
  }

  /** A step that the usual search does not take, and that may decide what it could not. */
  refinement(reason: EntryReason): number | null {
    const { rows } = this.ladder;
    if (rows.length < 2 || rows.length >= MOST_ROWS) return null;
    if (reason === 'noise') return this.beyond() ?? this.beside();
    return reason === 'no-plateau' ? this.beside() : null;
  }

  /**
   * Further than the value's own size, while the loss is a line within its noise: values of 1e-4 in a loss that varies on
   * a scale of 1, as freshly drawn weights are. Noise falls as 1/h there, and any bend would show.
   */
  private beyond(): number | null {
    const step = nearestPowerOfTwo(this.ladder.rows.at(-1)!.step * this.context.rule.stepRatio);
    return this.ladder.isLinear && step <= this.ceiling && !this.tried(step) ? step : null;
  }

  /** In the gap nearest to the best step, the wider first: noise and truncation may balance better there. */
  private beside(): number | null {
    const { rows } = this.ladder;
    const best = this.ladder.estimate().row;
    const gaps = rows.slice(1).map(({ step: high }, k) => {
      const { step: low } = rows[k];
      return { middle: nearestPowerOfTwo(Math.sqrt(low) * Math.sqrt(high)), low, high, rank: Math.abs(k + 0.5 - best) };
    });
    const open = gaps.filter(({ middle, low, high }) => middle > low && middle < high && !this.tried(middle));
    open.sort((a, b) => a.rank - b.rank || b.high / b.low - a.high / a.low);
    return open[0]?.middle ?? null;
  }

  /** A look far below leaves a gap between the two smallest steps, in which something happens: fill it from below. */
  private gapInTheLadder(): number | null {
    const { ladder, context } = this;
    const [first, second] = ladder.rows;
    const step = first.step * context.rule.stepRatio;
    const differs = Math.abs(second.slope - first.slope) > ladder.slopeNoise(first) + ladder.slopeNoise(second);
    const shapeDiffers = Math.abs(second.second) > 8 * ladder.valueNoise(second);
    return step * context.rule.stepRatio < second.step && (differs || shapeDiffers) && !this.tried(step) ? step : null;
  }

  /**
   * The largest step that tells something of the slope at the point: about the entry's typical size. Further out a
   * bounded loss (tanh, sin) has slopes near 0 with little noise, which would look like a plateau; only while nothing at
   * all has been seen may the typical size be wrong.
   */
  get reach(): number {
    const { ladder, context } = this;
    const top = ladder.rows.at(-1);
    if (!top) return this.ceiling;
    const move = Math.max(Math.abs(top.plus - ladder.center) || 0, Math.abs(top.minus - ladder.center) || 0);
    const isQuiet = context.noiseBound <= 8 * ulp(context.loss, context.roundoff);
    const nothingSeen = move === 0 || (isQuiet && move <= 8 * ladder.valueNoise(top));
    return nothingSeen ? this.ceiling : Math.min(this.ceiling, 2 * this.typicalSize);
  }

  private above(high: number, factor: number): number | null {
    for (let ratio = factor; ratio >= 2; ratio /= 2) {
      const step = nearestPowerOfTwo(high * ratio);
      if (step > this.reach || this.tried(step)) continue;
      // Nothing has been seen so far out: the typical size was a guess, and too small.
      if (step > 2 * this.typicalSize) this.typicalSize = step;
      return step;
    }
    return null;
  }

  private below(low: number, factor: number): number | null {
    const step = nearestPowerOfTwo(Math.max(low / factor, this.floor));
    return step < low && !this.tried(step) ? step : null;
  }
}

import { Ladder, nearestPowerOfTwo, ROUNDOFF_32, ROUNDOFF_64, ulp, type Asking, type Sides } from '../numdiff/index.js';
import { concludeEntry } from './conclude-entry.js';
import {
  claimIsVisible,
  type EntryProblem,
  type EntryResult,
  type Judgement,
  type PointContext,
} from './entry-problem.js';
import { judgeEntry } from './judge-entry.js';
import type { EntryReason } from './report.js';
import { MOST_ROWS, type SearchState } from './search-state.js';
import { isStaircaseOf, slopeFurtherOut } from './second-look.js';
import { showingSize } from './showing-size.js';

/** Guards against a ladder that moves in circles: steps are rounded to powers of two and can repeat. */
const MOST_MOVES = 24;
/** A non-finite loss is shrunk away from this often before a one-sided derivative is believed. */
const MOST_SHRINKS = 6;
const SHRINK = 64;
/** Relative distance of a twin: a staircase with four steps a ladder step is left by it once in a hundred times. */
const TWIN = 2 ** -10;

/**
 * Decides one entry: takes differences from the smallest useful step upward (downward where truncation rules) until
 * `judgeEntry` is sure or no step helps.
 */
export function* checkEntry(entry: EntryProblem, context: PointContext): Asking<EntryResult> {
  const search = new EntrySearch(entry, context);
  const judgement = yield* search.run();
  const decision = (yield* isUndecidable(entry, context, search, judgement)) ? discontinuous(judgement) : judgement;
  const { verdict, reason, numeric, bound, slopes, isZero = false } = decision;
  return { verdict, reason, numeric, bound, slopes, isZero, ladder: search.ladder };
}

/** Whether a mismatch, or a zero, is that of one tread of a staircase whose slope from far is another. */
function* isUndecidable(
  entry: EntryProblem,
  context: PointContext,
  { ladder, typicalSize }: EntrySearch,
  { verdict, reason, numeric: tread, isZero }: Decision,
): Asking<boolean> {
  if (ladder.sides !== 'both') return false;
  if (verdict === 'fail' && reason === 'mismatch') {
    const rise = entry.claimed;
    return yield* isStaircaseOf({ tread, rise }, entry, context, ladder, showingSize(rise, ladder, typicalSize));
  }
  const rise = isZero ? slopeFurtherOut(ladder, ladder.estimate(), typicalSize) : null;
  return rise !== null && (yield* isStaircaseOf({ tread, rise }, entry, context, ladder, typicalSize));
}

function discontinuous({ numeric }: Decision): Decision {
  return { kind: 'decided', verdict: 'inconclusive', reason: 'discontinuity', numeric, bound: Infinity };
}

type Decision = Judgement & { kind: 'decided' };

class EntrySearch implements SearchState {
  ladder: Ladder;
  looksBelow = 0;
  /** The smallest step that can be told from no step. */
  readonly floor: number;
  /** The largest step that meets the bounds and a finite loss, as far as is known. */
  ceiling: number;
  /** What the parameter's typical size is taken to be. */
  typicalSize: number;
  private readonly taken = new Set<number>();
  private shrinks = 0;
  private finiteSides = { plus: true, minus: true };

  constructor(
    private readonly entry: EntryProblem,
    private readonly context: PointContext,
  ) {
    const { x, scale, isFloat32 } = entry;
    const spacing = isFloat32 ? 2 ** -20 : 2 ** -44;
    this.floor = nearestPowerOfTwo(x === 0 ? scale * 2 ** -60 : Math.abs(x) * spacing);
    this.typicalSize = Math.max(scale, this.floor * 2 ** 16);
    const below = x - entry.lower;
    const above = entry.upper - x;
    const room = Math.min(below, above);
    const bothSides = room >= this.firstStep() * context.rule.stepRatio;
    this.ladder = this.newLadder(bothSides ? 'both' : above >= below ? 'plus' : 'minus');
    this.ceiling = bothSides ? room : Math.max(below, above);
  }

  tried(step: number): boolean {
    return this.taken.has(step);
  }

  *run(): Asking<Decision> {
    let step: number | null = Math.min(this.firstStep(), this.ceiling);
    for (let move = 0; move < MOST_MOVES && step !== null; move++) {
      const isTaken: boolean = yield* this.takeRow(step);
      if (!isTaken) {
        step = this.afterFailedRow(step);
        continue;
      }
      let judgement: Judgement = judgeEntry(this.entry, this.context, this.ladder, this);
      while (judgement.kind === 'twin') {
        yield* this.takeTwins(judgement.step);
        judgement = judgeEntry(this.entry, this.context, this.ladder, this);
      }
      if (judgement.kind === 'decided') return judgement;
      step = judgement.kind === 'open' ? this.nextStep(judgement) : judgement.step;
      if (step === null) {
        const conclusion = this.conclude();
        step = conclusion.verdict === 'inconclusive' ? this.refinement(conclusion.reason) : null;
        if (step === null) return conclusion;
      }
    }
    return this.conclude();
  }

  private conclude(): Decision {
    return concludeEntry(this.entry, this.context, this.ladder, this.typicalSize);
  }

  /**
   * The smallest step that meets the noise target, capped by the one that balances noise against truncation: small
   * first steps cannot straddle kinks, overflow or alias. A claim of zero says nothing of the size of the derivative,
   * so there the balanced step is taken, which sees the smallest errors.
   */
  private firstStep(): number {
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
    return nearestPowerOfTwo(Math.max(inside, this.floor));
  }

  private newLadder(sides: Sides): Ladder {
    const { context } = this;
    return new Ladder(sides, context.loss, context.noiseBound, context.roundoff, context.rule);
  }

  /** Evaluates both points of a step (or one, in a one-sided ladder); false where no row could be formed. */
  private *takeRow(step: number): Asking<boolean> {
    const { x, index, lower, upper, isFloat32 } = this.entry;
    const { sides } = this.ladder;
    this.taken.add(step);
    const xPlus = sides === 'minus' ? x : isFloat32 ? Math.fround(x + step) : x + step;
    const xMinus = sides === 'plus' ? x : isFloat32 ? Math.fround(x - step) : x - step;
    if (xPlus > upper || xMinus < lower || (sides !== 'minus' && xPlus === x) || (sides !== 'plus' && xMinus === x))
      return false;
    let plus = NaN;
    let minus = NaN;
    if (sides === 'both')
      [plus, minus] = yield [
        { index, value: xPlus },
        { index, value: xMinus },
      ];
    else if (sides === 'plus') [plus] = yield [{ index, value: xPlus }];
    else [minus] = yield [{ index, value: xMinus }];
    this.finiteSides = {
      plus: sides === 'minus' || Number.isFinite(plus),
      minus: sides === 'plus' || Number.isFinite(minus),
    };
    if (!this.finiteSides.plus || !this.finiteSides.minus) return false;
    this.ladder.add(step, x, xPlus, xMinus, plus, minus);
    return true;
  }

  /**
   * Values a hair beyond a row, or before it: a loss that changes in steps is flat there as well, on one of the two where
   * the point lies close to an edge, for steps of the ladder are often whole numbers of its steps.
   */
  private *takeTwins(step: number): Asking<void> {
    const { ladder } = this;
    const row = ladder.rows.find((taken) => taken.step === step)!;
    let open = ([1, -1] as const).filter((side) => (side > 0 ? row.plus : row.minus) !== ladder.center);
    for (const factor of [1 + TWIN, 1 - TWIN]) {
      const probes = open.map((side) => ({ index: this.entry.index, value: this.twinOf(side * step, factor) }));
      const values = yield probes.filter(({ value }) => !Number.isNaN(value));
      open = open.filter((side, k) => {
        const asked = probes.slice(0, k).filter(({ value }) => !Number.isNaN(value)).length;
        const value = Number.isNaN(probes[k].value) ? NaN : values[asked];
        return value !== (side > 0 ? row.plus : row.minus);
      });
      if (open.length === 0) break;
    }
    ladder.noteFlatBeside(step, open.length === 0);
  }

  /** A point a hair beside x + step, at least one spacing of numbers from it; NaN outside the bounds. */
  private twinOf(step: number, factor: number): number {
    const { x, lower, upper, isFloat32 } = this.entry;
    const spacing = ulp(x + step, isFloat32 ? ROUNDOFF_32 : ROUNDOFF_64);
    const hair = Math.sign(step) * Math.sign(factor - 1) * Math.max(Math.abs(step * (factor - 1)), spacing);
    const twin = isFloat32 ? Math.fround(Math.fround(x + step) + hair) : x + step + hair;
    return twin <= upper && twin >= lower ? twin : NaN;
  }

  private afterFailedRow(step: number): number | null {
    const { ladder, entry } = this;
    if (ladder.rows.length > 0) {
      if (step > ladder.rows[0].step) this.ceiling = Math.min(this.ceiling, step / 2);
      return this.nextStep({ suspicious: true, maybeZero: false });
    }
    this.ceiling = Math.min(this.ceiling, step / 2);
    const smaller = nearestPowerOfTwo(Math.max(step / SHRINK, this.floor));
    if (this.shrinks++ < MOST_SHRINKS && !this.tried(smaller)) return smaller;
    const { plus, minus } = this.finiteSides;
    if (ladder.sides !== 'both' || plus === minus) return null;
    this.ladder = this.newLadder(plus ? 'plus' : 'minus');
    this.ceiling = plus ? entry.upper - entry.x : entry.x - entry.lower;
    this.shrinks = 0;
    this.taken.clear();
    return Math.min(this.firstStep(), this.ceiling);
  }

  /** The next step worth taking, or null when there is none. */
  private nextStep(open: { suspicious: boolean; maybeZero: boolean }): number | null {
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
  private refinement(reason: EntryReason): number | null {
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

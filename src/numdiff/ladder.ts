import { boundLadder, type Estimate } from './bound-ladder.js';
import { RULE, type RuleConstants } from './constants.js';
import { ulp } from './floating-point.js';
import { isShort } from './value-lattice.js';

/** Which sides of the point a row of the ladder rests on. */
export type Sides = 'both' | 'plus' | 'minus';

/** Differences at one step. With one side only, the other side's fields are NaN. */
export interface Row {
  /** The step asked for, a power of two. */
  readonly step: number;
  /** Half the distance of the two points actually evaluated, or the whole distance for one side. */
  readonly width: number;
  readonly plus: number;
  readonly minus: number;
  /** (f₊ − f₋)/(x₊ − x₋), or the one-sided difference. */
  readonly slope: number;
  /** (f₊ − f₀)/(x₊ − x). */
  readonly forward: number;
  /** (f₀ − f₋)/(x − x₋). */
  readonly backward: number;
  /** Second difference f₊ − 2f₀ + f₋ for equal steps, in units of the loss. */
  readonly second: number;
}

/**
 * The rows taken so far, by increasing step, of one entry's central differences with expansions
 *   slope = f′ + h²f‴/6 + O(h⁴),   second = h²f″ + O(h⁴),   |noise of slope| ≤ η/h,
 * where η bounds the error of one value of the loss. In one-sided ladders slope = f′ ± h f″/2 and the noise is 2η/h.
 */
export class Ladder {
  readonly rows: Row[] = [];
  /** By step: whether the values there stay the same a hair further or nearer. Most entries never ask. */
  private flatBeside: Map<number, boolean> | undefined;
  private flatOnBothSides: boolean | null = null;
  private knownNoise: number | null = null;
  private knownEstimate: Estimate | null = null;

  private readonly hidesRounding: boolean;

  constructor(
    readonly sides: Sides,
    /** Loss at the point. */
    readonly center: number,
    /** η as measured for the model. */
    private readonly noiseBound: number,
    private readonly roundoff: number,
    private readonly rule: RuleConstants = RULE,
  ) {
    this.hidesRounding = isShort(center);
  }

  add(step: number, x: number, xPlus: number, xMinus: number, plus: number, minus: number): void {
    const f0 = this.center;
    const forward = (plus - f0) / (xPlus - x);
    const backward = (f0 - minus) / (x - xMinus);
    const width = this.sides === 'both' ? (xPlus - xMinus) / 2 : this.sides === 'plus' ? xPlus - x : x - xMinus;
    const slope =
      this.sides === 'both' ? (plus - minus) / (xPlus - xMinus) : this.sides === 'plus' ? forward : backward;
    const second = this.sides === 'both' ? (forward - backward) * width : NaN;
    this.knownNoise = null;
    this.knownEstimate = null;
    const { rows } = this;
    const row = { step, width, plus, minus, slope, forward, backward, second };
    let at = rows.push(row) - 1;
    for (; at > 0 && rows[at - 1].width > width; at--) rows[at] = rows[at - 1];
    rows[at] = row;
  }

  /**
   * η of one row: the model's, or the rounding of the values met there where these are larger. A loss of 0, or of few
   * bits, can come from cancellation or saturation, whose rounding does not show in it, so the values of the next larger
   * step count as well; and where it stays the same, those of all steps.
   */
  valueNoise(row: Row, inflated: number = this.noiseBound): number {
    const next = this.rows[this.rows.indexOf(row) + 1];
    const nearby = Math.max(largestValue(row), next ? largestValue(next) / 2 : 0);
    const largest =
      this.hidesRounding && isUnmoved(row, this.center) ? Math.max(...this.rows.map(largestValue)) : nearby;
    return Math.max(inflated, 1.5 * ulp(largest, this.roundoff));
  }

  /** The largest |loss| met, at the point or at any step. */
  largestValue(): number {
    let largest = Math.abs(this.center);
    for (const row of this.rows) largest = Math.max(largest, largestValue(row));
    return largest;
  }

  /** Rounding of the largest value met. */
  roundingOfLargest(): number {
    return 4 * ulp(this.largestValue(), this.roundoff);
  }

  /** Bound on the rounding and noise in the slope of one row, in units of the derivative. */
  slopeNoise(row: Row, inflated: number = this.noiseBound): number {
    return ((this.sides === 'both' ? 1 : 2) * this.valueNoise(row, inflated)) / row.width;
  }

  /** The best estimate of the derivative that the rows allow. */
  estimate(): Estimate {
    const inflated = this.inflatedNoise();
    return (this.knownEstimate ??= boundLadder(
      this.rows.map((row) => ({ width: row.width, value: row.slope, noise: this.slopeNoise(row, inflated) })),
      this.rule,
    ));
  }

  /** The slope on one side, for kinks: its noise is 2η/h, its truncation error linear in h. */
  oneSidedEstimate(side: 'forward' | 'backward'): Estimate {
    return boundLadder(
      this.rows.map((row) => ({ width: row.width, value: row[side], noise: (2 * this.valueNoise(row)) / row.width })),
      this.rule,
    );
  }

  /**
   * η raised where the rows show that it was measured too small. Noise falls with h and truncation rises, so a gap
   * between neighbours that *falls* towards larger steps is noise, if most gaps below it bear that out: noise would be
   * larger still there. And rows that are exactly flat, in a loss that changes in steps, hide that much.
   */
  inflatedNoise(): number {
    return (this.knownNoise ??= Math.max(this.staircaseNoise(), this.noiseOfFallingGaps()));
  }

  /** η, or one step of a staircase, whose deviation from the slope behind it is at most about that. */
  staircaseNoise(): number {
    return this.isStaircase ? Math.max(this.noiseBound, this.rule.stepNoise * this.smallestMove()) : this.noiseBound;
  }

  private noiseOfFallingGaps(): number {
    const { rows } = this;
    let inflated = 0;
    const implied: number[] = [];
    // A one-sided ladder has no second difference to ask, and the slopes of a logarithm fall as noise does.
    const share = this.sides === 'both' ? 0.5 : 0.75;
    for (let k = 0; k + 2 < rows.length; k++) {
      const gap = Math.abs(rows[k + 1].slope - rows[k].slope);
      const next = Math.abs(rows[k + 2].slope - rows[k + 1].slope);
      const eta = gap / (1 / rows[k].width + 1 / rows[k + 1].width);
      const borneOut = implied.filter((below) => below >= eta / 30).length;
      const isResolved = gap > this.slopeNoise(rows[k]) + this.slopeNoise(rows[k + 1]);
      // By a factor 2 for steps eight times larger, and less where rows lie closer.
      const falls = gap > Math.cbrt(rows[k + 2].width / rows[k + 1].width) * next;
      const isNoise = isResolved && falls && (this.isStaircase || this.looksLikeNoise(rows[k], rows[k + 1], gap, eta));
      if (isNoise && borneOut >= implied.length * share) inflated = Math.max(inflated, 1.5 * eta);
      // Inside a step of a staircase nothing moves, which says nothing of the sizes of its steps.
      if (!(this.isStaircase && isUnmoved(rows[k], this.center))) implied.push(eta);
    }
    return inflated;
  }

  /**
   * Noise of size η is on both sides, a jump nearby is on one; and it shows in the second difference, whose deviation
   * is 0.4 η, while steps beyond the scale of the loss change the slope alone.
   */
  private looksLikeNoise(a: Row, b: Row, gap: number, eta: number): boolean {
    if (this.sides !== 'both') return true;
    const leastMove = Math.min(Math.abs(a.forward - b.forward), Math.abs(a.backward - b.backward));
    return leastMove > gap / 8 && Math.abs(a.second) >= eta / 16;
  }

  /** The smallest change of the loss that any row shows; Infinity where it has not moved. */
  private smallestMove(): number {
    const moves = this.rows.flatMap(({ plus, minus }) => [plus, minus]).map((value) => Math.abs(value - this.center));
    return Math.min(...moves.filter((move) => move > 0));
  }

  /** Whether the loss, where it has moved away from flat rows, is flat again: it changes in steps. Null: not known. */
  get isStaircase(): boolean | null {
    const { rows, center } = this;
    if (this.sides !== 'both' || !this.startsFlat) return null;
    const moved = rows.findIndex((row) => !isUnmoved(row, center));
    if (this.smallestMove() <= 16 * ulp(center, this.roundoff)) return false; // the rounding of the loss itself
    if (moved > 0 && rows.some((row, k) => k > moved && isUnmoved(row, center))) return true;
    return this.flatOnBothSides;
  }

  /** The first row that moves on both sides, above a row that is exactly flat; or null. */
  firstMoveOnBothSides(): number | null {
    const { rows, center } = this;
    if (this.sides !== 'both' || !this.startsFlat) return null;
    const moving = rows.findIndex(({ plus, minus }) => plus !== center && minus !== center);
    return moving < 0 ? null : moving;
  }

  /**
   * The smallest steps do not move the loss at all, although the slope further up, where there is one, says they should:
   * flat by more than rounding.
   */
  get startsFlat(): boolean {
    const { rows, center } = this;
    const moving = rows.findIndex((row) => !isUnmoved(row, center));
    if (moving <= 0) return moving < 0 && rows.length > 0;
    const { plus, minus, width } = rows[moving];
    const ratio = rows[moving - 1].width / width;
    const [up, down] = [Math.abs(plus - center) || 0, Math.abs(minus - center) || 0];
    // The same way on both sides is curvature, which falls with the square of the step.
    const isCurvature = Math.sign(plus - center) === Math.sign(minus - center);
    return Math.max(up, down) * (isCurvature ? ratio * ratio : ratio) > 4 * ulp(center, this.roundoff);
  }

  /** Rows agree within their noise, without curvature, on a slope that stands out of it. */
  get isLinear(): boolean {
    const { rows } = this;
    const top = rows.at(-1);
    if (!top || Math.abs(top.slope) <= 4 * this.slopeNoise(top)) return false;
    const agrees = (a: Row, b: Row): boolean => Math.abs(a.slope - b.slope) <= this.slopeNoise(a) + this.slopeNoise(b);
    return (
      rows.every((row, k) => k === 0 || agrees(rows[k - 1], row)) &&
      !rows.some((row) => Math.abs(row.second) > 4 * this.valueNoise(row))
    );
  }

  /** No row has moved the loss at all. */
  get isFlat(): boolean {
    return this.rows.every((row) => isUnmoved(row, this.center));
  }

  /** Notes whether the values that moved at a step stay the same a hair beside it, as those of a staircase do. */
  noteFlatBeside(step: number, isFlat: boolean): void {
    (this.flatBeside ??= new Map()).set(step, isFlat);
    const moving = this.firstMoveOnBothSides();
    if (moving !== null && this.rows[moving].step === step) this.flatOnBothSides = isFlat;
    this.knownNoise = null;
    this.knownEstimate = null;
  }

  /** What was noted for a step; null where nothing was. */
  isFlatBeside(step: number): boolean | null {
    return this.flatBeside?.get(step) ?? null;
  }

  /** The rule's constants, for those who judge the rows. */
  get constants(): RuleConstants {
    return this.rule;
  }
}

function isUnmoved({ plus, minus }: Row, center: number): boolean {
  return (plus === center || Number.isNaN(plus)) && (minus === center || Number.isNaN(minus));
}

function largestValue({ plus, minus }: Row): number {
  return Math.max(Math.abs(plus) || 0, Math.abs(minus) || 0);
}

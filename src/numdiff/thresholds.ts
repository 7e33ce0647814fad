/**
 * The thresholds of the verdict rule beside its constants: what tells one shape of a loss from another. None is compared
 * with the mismatch of a gradient as a tolerance is. What each does at half and twice its value is in docs/accuracy.md.
 */
export interface Thresholds {
  /** Truncation that grows more slowly than this power of the step is a jump, or noise, which no power describes. */
  readonly leastGrowth: number;
  /** A spacing of the values of a loss is told from their rounding where it is so many times as large. */
  readonly leastSpacing: number;
  /** Bound on what the steps of a loss add to one value, in units of a step: a half for one term, and several add up. */
  readonly stepNoise: number;
  /** Share of the typical size within which rows of a plateau are local, and within which its lowest row is. */
  readonly localShare: number;
  readonly lowestShare: number;
  /** Two rows do for a gap of this share of the derivative: chance makes no such gap. */
  readonly grossGap: number;
  /** A smaller gap than this share is followed to larger steps, as the results of inner iterations have slopes of their own. */
  readonly smallGap: number;
  /** A second difference that grows by less than this power has left the scale on which the loss varies: 2 is smooth, 0 flat. */
  readonly saturatedGrowth: number;
  /** A claim is outside a kink where it is so many times as far off its middle as its edge is. */
  readonly outsideKink: number;
  /** Share of an exponent, or of a logarithm's rate, that must be left at the next smaller step where slopes diverge. */
  readonly keptGrowth: number;
  /** Share of a loss that shows in any arithmetic: bfloat16, the coarsest in use, keeps 8 bits. */
  readonly showsAnywhere: number;
  /** Share of a loss that shows in float32, which keeps 24 bits, after some operations. */
  readonly showsInFloat32: number;
  /** How far, relatively, a twin of a point is: a staircase of four steps a ladder step ends on the way once in a hundred times. */
  readonly twinDistance: number;
  /** Two slopes are the same when they differ by at most this share of the gap in question. */
  readonly sameSlope: number;
  /** A slope that is off by no more than so many of these shares has bent; a jump on so short a way is far steeper. */
  readonly bentSlope: number;
  /** Share of the typical size from which it is first looked whether a loss goes in steps; next so much nearer. */
  readonly firstLook: number;
  /** So many times the typical size is the furthest look: that size is a guess. */
  readonly furthestLook: number;
  /** A claim is excluded by an estimate from far, which is no certain one, where it is so many bounds off. */
  readonly excludedBounds: number;
}

export const THRESHOLDS: Thresholds = {
  leastGrowth: 0.25,
  leastSpacing: 64,
  stepNoise: 1.5,
  localShare: 1 / 8,
  lowestShare: 1 / 64,
  grossGap: 0.1,
  smallGap: 1e-3,
  saturatedGrowth: 0.7,
  outsideKink: 1.5,
  keptGrowth: 0.7,
  showsAnywhere: 2 ** -6,
  showsInFloat32: 2 ** -22,
  twinDistance: 2 ** -10,
  sameSlope: 1 / 4,
  bentSlope: 64,
  firstLook: 1 / 64,
  furthestLook: 64,
  excludedBounds: 2,
};

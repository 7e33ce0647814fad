import {
  boundLadder,
  nearestPowerOfTwo,
  ROUNDOFF_32,
  ROUNDOFF_64,
  ulp,
  type Asking,
  type Estimate,
  type RuleConstants,
} from '../../numdiff/index.js';
import type { Leaf } from '../../model/tree-layout.js';
import type { PointProblem } from '../point-problem.js';
import type { PointEntries } from '../point-entries.js';
import { LONGEST_STEP, type Moves } from './moves.js';
import { PreciseSum } from './precise-sum.js';

/** Entries of the flat vector, from one to before another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What a direction says of the entries of a range: r = Σ (aᵢ − ∂f/∂xᵢ)·vᵢ, up to a bound. */
export interface Measured extends Range {
  readonly seed: number;
  readonly residual: number;
  /** On the error of the residual, the rounding of the claims included. */
  readonly bound: number;
  /** Σ aᵢvᵢ: what the gradient claims along the direction. */
  readonly claimed: number;
  /** √Σ (aᵢvᵢ)²: the natural size of such a sum. */
  readonly size: number;
  /** Neither noise nor truncation makes such a residual. */
  readonly isClear: boolean;
  /** By how much the slope of the loss changes at the point: 0 but for rounding where there is no kink. */
  readonly jump: number;
}

/** Ratio of the two steps of a test. */
const RATIO = 8;
/** Rows of a test that does not come out clearly. */
const MOST_ROWS = 4;
/** A residual of so many bounds is no matter of the step. */
const CLEAR = 16;
/** After a value that is not finite. */
const RETREAT = 64;
const MOST_RETREATS = 3;
/** Smallest steps at which the entries still move by many spacings of their numbers. */
const LEAST_STEP = 2 ** -43;
const LEAST_STEP_FLOAT32 = 2 ** -20;
/** Third derivative over first, in units along a direction: what the balance of noise and truncation may be made for. */
const BEND = { least: 2 ** -9, most: 2 ** 30 };

/** The noise is looked for at steps with this ratio, so that a loss that changes in steps moved at the next one. */
const FLAT_FACTOR = 64;

/** Where the loss is not finite at any step. */
const NOTHING = { residual: NaN, bound: Infinity, isClear: false, jump: Infinity };

interface Row {
  readonly width: number;
  readonly value: number;
  readonly noise: number;
  /** The residual on one side less that on the other: h·φ″ where φ is smooth, the jump of its slope where it is not. */
  readonly bend: number;
}

/**
 * Compares a gradient with central differences of the loss along random directions. Noise η/h and truncation h²φ‴/6 are
 * balanced at h = (3η/|φ‴|)^⅓, where the bound is least; the bound of two rows takes the truncation for up to nine times
 * as large, so half of that. The step of the smallest useful noise, which serves single entries, would see errors of
 * 1e-3 in one of a thousand entries no more.
 */
export class RangeTester {
  /** Of the last test in which truncation showed. */
  private bend = 1;
  private readonly at: Float64Array;
  /** √Σ (aᵢsᵢ)²: how far the loss moves when all entries do, by the claim. */
  readonly wholeChange: number;
  /** η; in a loss that changes in steps, what it was seen not to move by although it should. */
  private readonly noiseBound: number;

  constructor(
    private readonly problem: PointProblem,
    private readonly entries: PointEntries,
    private readonly moves: Moves,
  ) {
    this.at = problem.point.slice();
    this.wholeChange = changeOf(problem, entries);
    const { noiseBound, flatStep } = entries.context;
    this.noiseBound = Math.max(noiseBound, FLAT_FACTOR * flatStep * this.wholeChange);
  }

  /** Takes 4 values usually, up to 8 where these do not say enough; null where nothing in the range can move. */
  *measure({ from, to }: Range, seed: number): Asking<Measured | null> {
    const claim = this.claimAlong(from, to, seed);
    if (!claim.isMoving) return null;
    const rows: Row[] = [];
    let step = this.balancedStep(claim.size, claim.hasFloat32);
    for (let retreats = 0; rows.length < 2;) {
      const row = yield* this.difference({ from, to }, seed, rows.length === 0 ? step : step * RATIO);
      if (row) rows.push(row);
      else if (++retreats > MOST_RETREATS) return { from, to, seed, ...NOTHING, ...sizesOf(claim) };
      else [step] = [step / RETREAT, rows.splice(0)];
    }
    this.noteBend(rows, claim.size);
    const floor = claim.hasFloat32 ? LEAST_STEP_FLOAT32 : LEAST_STEP;
    while (rows.length < MOST_ROWS && this.isUnclear(boundLadder(rows), claim)) {
      const next = nextStep(rows);
      const row = next >= floor && next <= LONGEST_STEP ? yield* this.difference({ from, to }, seed, next) : null;
      if (!row) break;
      rows.push(row);
      rows.sort((a, b) => a.width - b.width);
    }
    const { value: residual, bound: estimated } = boundLadder(rows);
    const bound = estimated + claim.bound;
    const what = { isClear: isClear(rows, bound, this.problem.rule), jump: jumpOf(rows) };
    return { from, to, seed, residual, bound, ...what, ...sizesOf(claim) };
  }

  /** √Σ (aᵢvᵢ)² of some of the entries along a direction. */
  sizeAlong({ offset, size }: Leaf, seed: number): number {
    return this.claimAlong(offset, offset + size, seed).size;
  }

  /** (Σ aᵢ(x₊ − x₋)ᵢ − (f₊ − f₋)) / 2h, from the steps really taken; null where a value is not finite. */
  private *difference({ from, to }: Range, seed: number, step: number): Asking<Row | null> {
    const { at, moves } = this;
    const { point, claimed, loss } = this.problem;
    const change = new PreciseSum();
    for (let i = from; i < to; i++) {
      const move = step * moves.along(seed, i);
      if (move === 0) continue;
      at[i] = moves.displaced(i, move);
      change.add(2 * claimed[i] * (at[i] - point[i]));
    }
    const [plus] = yield [{ point: at }];
    for (let i = from; i < to; i++) at[i] = point[i] - (at[i] - point[i]);
    const [minus] = yield [{ point: at }];
    at.set(point.subarray(from, to), from);
    if (!Number.isFinite(plus) || !Number.isFinite(minus)) return null;
    const { roundoff } = this.entries.context;
    const largest = Math.max(Math.abs(plus), Math.abs(minus));
    return {
      width: step,
      value: change.less(plus - minus) / (2 * step),
      noise: Math.max(this.noiseBound, 1.5 * ulp(largest, roundoff)) / step,
      bend: (plus - loss - (loss - minus)) / step,
    };
  }

  private claimAlong(from: number, to: number, seed: number): Claim {
    const { claimed, claimNoise, layout, rule } = this.problem;
    const sum = new PreciseSum();
    const hasFloat32Leaves = layout.leaves.some(({ storage }) => storage === 'float32');
    let [squares, noise, isMoving, hasFloat32] = [0, 0, false, false];
    for (let i = from; i < to; i++) {
      const v = this.moves.along(seed, i);
      if (v === 0) continue;
      isMoving = true;
      hasFloat32 ||= this.entries.isFloat32(i);
      sum.add(claimed[i] * v);
      squares += (claimed[i] * v) ** 2;
      if (claimNoise) noise += (claimNoise[i] * v) ** 2;
    }
    const size = Math.sqrt(squares);
    const roundoff = hasFloat32 || hasFloat32Leaves ? ROUNDOFF_32 : ROUNDOFF_64;
    // Roundings of many entries add up as their squares do, along a direction of random signs.
    const bound = rule.claimRoundoff * roundoff * size + rule.noiseFactor * Math.sqrt(noise);
    return { claimed: sum.total, size, bound, isMoving, hasFloat32 };
  }

  private balancedStep(size: number, hasFloat32: boolean): number {
    const change = size || this.wholeChange || Math.abs(this.problem.loss) || 1;
    const balanced = Math.cbrt((3 * this.noiseBound) / (change * this.bend)) / 2;
    const floor = hasFloat32 ? LEAST_STEP_FLOAT32 : LEAST_STEP;
    return nearestPowerOfTwo(Math.min(Math.max(balanced, floor), LONGEST_STEP / RATIO));
  }

  /** D = |r(8h) − r(h)| = 63·h²φ‴/6 where it stands out of the noise. */
  private noteBend([low, high]: readonly Row[], size: number): void {
    const gap = Math.abs(high.value - low.value);
    if (!(size > 0) || gap <= 2 * (low.noise + high.noise)) return;
    const third = (6 * gap) / ((RATIO ** 2 - 1) * low.width ** 2);
    this.bend = Math.min(Math.max(third / size, BEND.least), BEND.most);
  }

  private isUnclear({ value, bound }: Estimate, claim: Claim): boolean {
    const excess = Math.abs(value) - bound - claim.bound;
    if (excess > 0) return excess < CLEAR * bound;
    return bound > this.problem.rule.claimLevel * claim.size;
  }
}

interface Claim {
  readonly claimed: number;
  readonly size: number;
  readonly bound: number;
  readonly isMoving: boolean;
  readonly hasFloat32: boolean;
}

function sizesOf({ claimed, size }: Claim): Pick<Measured, 'claimed' | 'size'> {
  return { claimed, size };
}

/** Far beyond its bound, and the same at all steps: neither noise, which falls with them, nor truncation, which grows. */
function isClear(rows: readonly Row[], bound: number, { plateauRatio }: RuleConstants): boolean {
  const sizes = rows.map(({ value }) => Math.abs(value));
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const isConstant = most <= plateauRatio * least && rows.every(({ value }) => value > 0 === rows[0].value > 0);
  return isConstant && least > CLEAR * bound;
}

/** What is left of the bend at h = 0. */
function jumpOf([low, high]: readonly Row[]): number {
  const ratio = high.width / low.width;
  return Math.abs(ratio * low.bend - high.bend) / (ratio - 1);
}

/** Below the smallest step where truncation shows between the two smallest, else above the largest. */
function nextStep(rows: readonly Row[]): number {
  const [a, b] = rows;
  const isTruncation = Math.abs(b.value - a.value) > a.noise + b.noise;
  return isTruncation ? a.width / RATIO : rows[rows.length - 1].width * RATIO;
}

function changeOf({ claimed }: PointProblem, entries: PointEntries): number {
  let squares = 0;
  for (let i = 0; i < claimed.length; i++)
    if (Number.isFinite(claimed[i])) squares += (claimed[i] * entries.scaleAt(i)) ** 2;
  return Math.sqrt(squares);
}

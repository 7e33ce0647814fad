import { boundLadder, ulp } from '../numdiff/index.js';
import { growsWithoutLimit } from './grows-without-limit.js';
import type { AskingVectors } from './questions.js';
import { slopeJump, wouldShow, type KinkRow } from './slope-jump.js';

/** How the gradient changes along a line, with a bound on the error of each component. */
export interface Slopes {
  readonly values: Float64Array;
  /** Infinite where the differences grow without limit as the step shrinks. */
  readonly bounds: Float64Array;
  /** Components whose slopes to the two sides are different ones: they have no derivative. */
  readonly kinks: number;
}

/** A line through the point on which the gradient is asked for. */
export interface GradientLine {
  /** The step to begin with. */
  readonly firstStep: number;
  readonly largestStep: number;
  /** The difference quotient to take at a step. */
  quotientAt(step: number): Quotient;
}

/** Σ weight·g(point) approximates dg/dt; errors of one unit in each gradient come to `noise` at most. */
export interface Quotient {
  readonly terms: readonly { readonly point: Float64Array; readonly weight: number }[];
  readonly width: number;
  readonly noise: number;
}

interface Row extends KinkRow {
  readonly values: Float64Array;
}

const RATIO = 8;
const MOST_ROWS = 6;
const MOST_SHRINKS = 6;
const SHRINK = 64;
/** Enough once the bound is below this share of the largest slope. */
const TARGET = 1e-8;

/**
 * Differences of the gradient over a ladder of steps, two at first, and further ones upward where noise rules and downward
 * where truncation does, until the bounds are small: the error of each component is bounded by how its values change
 * from step to step (numdiff/bound-ladder.ts).
 * @param gradient at the point
 * @param noise bound on the error of each component of one gradient
 */
export function* gradientSlopes(
  line: GradientLine,
  gradient: Float64Array,
  noise: ArrayLike<number>,
): AskingVectors<Slopes> {
  const rows: Row[] = [];
  const tried = new Set<number>();
  let first = line.firstStep;
  for (let shrinks = 0; rows.length === 0 && shrinks <= MOST_SHRINKS; shrinks++, first /= SHRINK)
    yield* takeRow(line, Math.min(first, line.largestStep), { gradient, noise }, rows, tried);
  if (rows.length === 0)
    return { values: nothing(noise.length, NaN), bounds: nothing(noise.length, Infinity), kinks: 0 };
  let next: number | null = rows[0].width * RATIO <= line.largestStep ? rows[0].width * RATIO : rows[0].width / RATIO;
  let found = summarize(rows, noise.length);
  while (next !== null && rows.length < MOST_ROWS) {
    yield* takeRow(line, next, { gradient, noise }, rows, tried);
    found = summarize(rows, noise.length);
    next = found.isGood && !found.mayBeBeside ? null : nextStep(line, rows, tried, found);
  }
  return found;
}

function* takeRow(
  line: GradientLine,
  step: number,
  { gradient: center, noise }: { readonly gradient: Float64Array; readonly noise: ArrayLike<number> },
  rows: Row[],
  tried: Set<number>,
): AskingVectors<void> {
  tried.add(step);
  const quotient = line.quotientAt(step);
  const gradients = yield quotient.terms.map(({ point }) => point);
  if (gradients.some((gradient) => !gradient.every(Number.isFinite))) return;
  const values = new Float64Array(noise.length);
  const errors = new Float64Array(noise.length);
  for (let i = 0; i < noise.length; i++) {
    let largest = 0;
    gradients.forEach((gradient, k) => {
      values[i] += quotient.terms[k].weight * gradient[i];
      largest = Math.max(largest, Math.abs(gradient[i]));
    });
    errors[i] = quotient.noise * Math.max(noise[i], ulp(largest));
  }
  const isCentral = gradients.length === 2;
  const second = center.map((g, i) => (isCentral ? gradients[0][i] - 2 * g + gradients[1][i] : NaN));
  rows.push({ width: quotient.width, values, noise: errors, second });
  rows.sort((a, b) => a.width - b.width);
}

interface Summary extends Slopes {
  readonly isGood: boolean;
  /** Most of the worst bound is noise. */
  readonly isNoisy: boolean;
  /** A smaller step tells whether a kink lies at the point or beside it. */
  readonly mayBeBeside: boolean;
}

function summarize(rows: readonly Row[], size: number): Summary {
  const values = new Float64Array(size);
  const bounds = new Float64Array(size);
  let largest = 0;
  let worst = { bound: 0, noise: 0 };
  let kinks = 0;
  let mayBeBeside = false;
  for (let i = 0; i < size; i++) {
    const ladder = rows.map((row) => ({ width: row.width, value: row.values[i], noise: row.noise[i] }));
    const best = boundLadder(ladder);
    // Of steps that contradict each other the smallest is nearest to the point.
    const isFound = best.row >= 0;
    values[i] = isFound ? best.value : ladder[0].value;
    const jump = slopeJump(rows, i);
    if (jump > 0) kinks++;
    mayBeBeside ||= jump > 0 && wouldShow(jump, rows[0].width / RATIO, rows[0], i);
    bounds[i] = isFound && !growsWithoutLimit(ladder) ? best.bound + jump / 2 : Infinity;
    largest = Math.max(largest, Math.abs(values[i]));
    if (bounds[i] > worst.bound) worst = { bound: bounds[i], noise: isFound ? best.noise : 0 };
  }
  const isGood = worst.bound <= TARGET * largest;
  return { values, bounds, kinks, isGood, isNoisy: worst.noise > worst.bound / 2, mayBeBeside };
}

function nextStep(
  line: GradientLine,
  rows: readonly Row[],
  tried: Set<number>,
  { isNoisy, mayBeBeside }: Summary,
): number | null {
  const up = rows[rows.length - 1].width * RATIO;
  const down = rows[0].width / RATIO;
  const canUp = up <= line.largestStep && !tried.has(up);
  if (isNoisy && !mayBeBeside) return canUp ? up : null;
  return tried.has(down) ? null : down;
}

function nothing(size: number, value: number): Float64Array {
  return new Float64Array(size).fill(value);
}

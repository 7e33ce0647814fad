import { RULE, type RuleConstants } from './constants.js';
import { exponentOf, median, ROUNDOFF_32, ROUNDOFF_64, ulp } from './floating-point.js';
import type { Asking } from './probe.js';

/** How noisy the loss is near a point. */
export interface NoiseLevel {
  /** Loss at the point. */
  readonly loss: number;
  /** Standard deviation of one evaluation, in units of the loss. */
  readonly sigma: number;
  /** Bound on the error of one evaluation: K·sigma. */
  readonly bound: number;
  /** False where the loss differs at equal input. */
  readonly deterministic: boolean;
  /** Largest relative step at which the loss did not move although the claimed gradient says it should; 0 if none. */
  readonly flatStep: number;
  /** 2⁻⁵³, or 2⁻²⁴ where the values of the loss are all float32 numbers. */
  readonly roundoff: number;
}

export interface NoiseProblem {
  readonly point: Float64Array;
  /** Typical size of each entry, a power of two; 0 for entries that must not move. */
  readonly scales: Float64Array;
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

const SAMPLES = 7;
/** Points of the second, cheaper look: their fourth difference is one more sample of the noise. */
const SECOND_LOOK = 5;
const MAX_TRIES = 8;
const MAX_SHRINKS = 3;
const SHRINK = 64;
/**
 * Relative spacing of the first try: the smooth part of a loss is gone from its third differences, and a loss that is
 * rough on a scale of 1e-12 (the residual of an iterative solver) is not taken for smooth.
 */
const FIRST_STEP = 2 ** -36;
const FIRST_STEP_FLOAT32 = 2 ** -20;

/**
 * Measures the noise of a loss with difference tables of equispaced values on random lines through the point.
 *
 * k-th differences of a smooth function vanish as the spacing shrinks, those of noise with standard deviation σ have
 * variance σ²·(2k)!/(k!)², hence σ_k² = γ_k·mean(d_k²) with γ_k = (k!)²/(2k)!. The smallest k is taken whose σ_k agrees
 * with the next two within a factor 4 while d_k changes sign, else the largest k, in which least of the smooth part is
 * left. A shorter second line at another spacing guards against roughness that is regular along the first.
 * The spacings are odd multiples of a lattice: powers of two would make rounding errors coherent and hide them.
 *
 * Source: Moré and Wild, Estimating computational noise, SIAM J. Sci. Comput. 33 (2011), 1292–1314.
 * Asks for 11 values when nothing is special: the loss again at the point, six on one line and four on the other.
 */
export function* measureNoise(problem: NoiseProblem, loss: number, rule: RuleConstants = RULE): Asking<NoiseLevel> {
  const { point } = problem;
  const [again] = yield [{ point }];
  const deterministic = Object.is(again, loss);
  if (!deterministic) {
    const repeats = yield Array.from({ length: 8 }, () => ({ point }));
    const sigma = standardDeviation([loss, again, ...repeats].filter(Number.isFinite));
    return {
      loss,
      sigma,
      bound: rule.noiseFactor * sigma,
      deterministic,
      flatStep: 0,
      roundoff: problem.declaredFloat32 ? ROUNDOFF_32 : ROUNDOFF_64,
    };
  }
  const sampler = new LineSampler(problem, loss);
  const found = yield* search(sampler, problem.declaredFloat32 ? FIRST_STEP_FLOAT32 : FIRST_STEP);
  const roundoff = problem.declaredFloat32 || sampler.looksLikeFloat32() ? ROUNDOFF_32 : ROUNDOFF_64;
  const spacing = ulp(loss, roundoff);
  const unexpected = found.flat.filter(({ predicted }) => predicted > 16 * spacing);
  const flatStep = Math.max(0, ...unexpected.map(({ step }) => step));
  // A loss that is flat around the point and moves on one side only, where no claim says it should, is no staircase.
  const maySteps = flatStep > 0 || found.movesBothWays;
  const quantum = maySteps ? latticeOf(sampler.seen, ulp(Math.max(...sampler.seen.map(Math.abs)))) : 0;
  const sigma = Math.max(found.measured, spacing / 2, quantum / Math.sqrt(12));
  return { loss, sigma, bound: rule.noiseFactor * sigma, deterministic, flatStep, roundoff };
}

interface SearchResult {
  /** σ, or 0 where the rounding of the value is all there is. */
  readonly measured: number;
  /** After flat spacings the loss moved up on one side and down on the other. */
  readonly movesBothWays: boolean;
  /** Spacings at which the loss did not move, and how far the claimed gradient says one spacing moves it. */
  readonly flat: readonly { readonly step: number; readonly predicted: number }[];
}

/** Looks for a spacing at which the differences show noise: larger where the loss is flat, smaller where it varies much. */
function* search(sampler: LineSampler, firstStep: number): Asking<SearchResult> {
  const flat: { step: number; predicted: number }[] = [];
  let step = firstStep;
  let measured = Infinity;
  let shrinks = 0;
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const values = yield* sampler.sample(step, SAMPLES);
    if (values === null) break;
    if (isFlat(values)) {
      flat.push({ step, predicted: sampler.predictedChange });
      if (step * SHRINK > 1) break;
      step *= SHRINK;
      continue;
    }
    // Flat tries prove the quiet; whether the loss lives on a lattice of values is seen from all of them.
    if (flat.length > 0) return { measured: 0, movesBothWays: isBothWays(values, sampler.loss), flat };
    if (values.every(Number.isFinite)) {
      measured = Math.min(measured, noiseOf(values));
      if (!variesTooMuch(values, measured)) {
        const second = yield* lookAgain(sampler, step * 8, measured);
        return { measured: Math.max(measured, second), movesBothWays: false, flat };
      }
    }
    if (++shrinks > MAX_SHRINKS) break;
    step /= SHRINK;
  }
  return { measured: Number.isFinite(measured) ? measured : 0, movesBothWays: false, flat };
}

/** One fourth difference on another line; the whole table where it speaks for much more noise than the first. */
function* lookAgain(sampler: LineSampler, step: number, measured: number): Asking<number> {
  const few = yield* sampler.sample(step, SECOND_LOOK);
  if (few === null || !few.every(Number.isFinite)) return 0;
  const once = Math.abs(few[0] - 4 * few[1] + 6 * few[2] - 4 * few[3] + few[4]) / Math.sqrt(70);
  if (once <= 2 * Math.max(measured, ulp(sampler.loss))) return hasOneBreak(few) ? 0 : once;
  const values = yield* sampler.sample(step, SAMPLES);
  return values === null || !values.every(Number.isFinite) ? once : noiseOf(values);
}

/** Values at equispaced points of random lines through the point, and what they have in common. */
class LineSampler {
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
    for (let k = 0; k < count; k++) {
      const at = (x: number, i: number): number =>
        isFloat32(i) ? Math.fround(x + (k - center) * w[i]) : x + (k - center) * w[i];
      // One at a time: a batch would hold copies of a point that may be large.
      if (k === center) values.push(this.loss);
      else values.push((yield [{ point: point.map(at) }])[0]);
    }
    this.seen.push(...values);
    return values;
  }

  looksLikeFloat32(): boolean {
    return this.hasFullMantissa && areFloat32(this.seen);
  }

  /** Entries without room on both sides stay put; when none has room, the line runs inward only. */
  private chooseLine(relativeStep: number, count: number): { w: Float64Array; center: number } | null {
    const { point, scales, lower, upper, isFloat32, random } = this.problem;
    const w = new Float64Array(point.length);
    for (const inward of [false, true]) {
      let moving = false;
      for (let i = 0; i < point.length; i++) {
        const step = latticeStep(point[i], scales[i] * relativeStep, isFloat32(i), random);
        const reach = (inward ? count - 1 : (count - 1) / 2) * step;
        const up = point[i] + reach <= (upper?.[i] ?? Infinity);
        const down = point[i] - reach >= (lower?.[i] ?? -Infinity);
        if (scales[i] === 0) w[i] = 0;
        else if (inward) w[i] = up ? step : down ? -step : 0;
        else w[i] = up && down ? (random() < 0.5 ? -step : step) : 0;
        moving ||= w[i] !== 0;
      }
      if (moving) return { w, center: inward ? 0 : (count - 1) / 2 };
    }
    return null;
  }
}

/** Varies by a tenth of itself, with more than rounding left in its highest differences: the spacing may be too large. */
function variesTooMuch(values: readonly number[], noise: number): boolean {
  const largest = Math.max(...values.map(Math.abs));
  const spread = Math.max(...values) - Math.min(...values);
  // Values that are noise around 0 vary by more than themselves and change sign at once: no smaller spacing helps.
  const signs = values.slice(1).map((value, i) => Math.sign(value - values[i]));
  const isErratic = signs.slice(1).filter((sign, i) => sign * signs[i] < 0).length >= 2;
  return spread > 0.1 * largest && noise > 16 * ulp(largest) && !isErratic;
}

/** A random step of about the wanted size that is an odd multiple of a lattice spacing representable at x. */
function latticeStep(x: number, wanted: number, isFloat32: boolean, random: () => number): number {
  const spacing = Math.max(x === 0 ? 0 : ulp(x, isFloat32 ? ROUNDOFF_32 : ROUNDOFF_64), wanted / 4096);
  const multiple = Math.floor((wanted * (0.5 + random())) / spacing);
  return Math.max(1, multiple % 2 === 0 ? multiple + 1 : multiple) * spacing;
}

interface DifferenceRow {
  sigma: number;
  changesSign: boolean;
}

/** Rows k = 1…6 of the table of differences of seven values. */
function differenceTable(values: readonly number[]): DifferenceRow[] {
  const rows: DifferenceRow[] = [];
  let differences = values.slice();
  let gamma = 1;
  for (let k = 1; k < values.length; k++) {
    differences = differences.slice(1).map((value, i) => value - differences[i]);
    gamma *= (0.5 * k) / (2 * k - 1);
    // Scaled by the largest, so that the squares of very large and very small losses stay in range.
    const largest = Math.max(...differences.map(Math.abs));
    const meanSquare =
      largest === 0 ? 0 : differences.reduce((sum, d) => sum + (d / largest) ** 2, 0) / differences.length;
    rows.push({
      sigma: largest * Math.sqrt(gamma * meanSquare),
      changesSign: Math.min(...differences) < 0 && Math.max(...differences) > 0,
    });
  }
  return rows;
}

function noiseOf(values: readonly number[]): number {
  if (hasOneBreak(values)) return 0;
  const table = differenceTable(values);
  for (let k = 0; k + 2 < table.length; k++) {
    const sigmas = [table[k].sigma, table[k + 1].sigma, table[k + 2].sigma];
    if (table[k].changesSign && Math.max(...sigmas) <= 4 * Math.min(...sigmas)) return sigmas[0];
  }
  return table[table.length - 1].sigma;
}

/** One second difference (a kink) or one first difference (a jump) holds nearly all there is: structure, not noise. */
function hasOneBreak(values: readonly number[]): boolean {
  const first = values.slice(1).map((value, i) => value - values[i]);
  const second = first.slice(1).map((value, i) => value - first[i]);
  const trend = median(first);
  return holdsNearlyAll(second) || holdsNearlyAll(first.map((d) => d - trend));
}

function holdsNearlyAll(values: readonly number[]): boolean {
  const sizes = values.map(Math.abs);
  const largest = Math.max(...sizes);
  return largest > 0 && sizes.reduce((sum, size) => sum + (size / largest) ** 2, 0) < 1.01;
}

function isBothWays(values: readonly number[], center: number): boolean {
  return Math.min(...values) < center && Math.max(...values) > center;
}

/** Half or more of the first differences are zero: the spacing is too small to show anything. */
function isFlat(values: readonly number[]): boolean {
  let zeros = 0;
  for (let i = 1; i < values.length; i++) if (values[i] === values[i - 1]) zeros++;
  return zeros >= (values.length - 1) / 2;
}

/**
 * The spacing of a lattice on which all values lie, or 0: the greatest common divisor of their gaps, up to rounding
 * (Euclid's algorithm, stopped at remainders of `tolerance`), if it is far above that rounding.
 */
function latticeOf(values: readonly number[], tolerance: number): number {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  if (sorted.length < 3) return 0;
  let divisor = 0;
  for (let i = 1; i < sorted.length; i++) {
    let [a, b] = [sorted[i] - sorted[i - 1], divisor];
    while (b > tolerance) [a, b] = [b, Math.abs(a - b * Math.round(a / b))];
    divisor = a;
    if (divisor < 64 * tolerance) return 0;
  }
  return divisor;
}

/**
 * At least four different values, each a float32 number and not all of them short: no accident in float64 arithmetic,
 * where each has a chance of 2⁻²⁹. Short values (small integers, a staircase) say nothing of the arithmetic.
 */
function areFloat32(values: readonly number[]): boolean {
  const distinct = [...new Set(values)];
  return (
    distinct.length >= 4 && distinct.every((v) => Math.fround(v) === v) && distinct.some((v) => significantBits(v) > 16)
  );
}

/** Bits of the mantissa from its first to its last 1. */
function significantBits(value: number): number {
  if (value === 0) return 0;
  let mantissa = Math.abs(value) / 2 ** (exponentOf(value) - 31);
  let bits = 32;
  while (bits > 0 && mantissa % 2 === 0) {
    mantissa /= 2;
    bits--;
  }
  return bits;
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, values.length - 1));
}

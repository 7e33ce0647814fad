import { RULE, type RuleConstants } from './constants.js';
import { hasOneBreak, noiseOf, stillFalls } from './difference-table.js';
import { ROUNDOFF_32, ROUNDOFF_64, ulp } from './floating-point.js';
import { LineSampler, type NoiseProblem } from './line-sampler.js';
import type { Asking } from './probe.js';
import { latticeOf } from './value-lattice.js';

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
  const deterministic = again === loss;
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
  // A loss of 0 comes from cancellation or saturation: what rounds behind it shows where it moves.
  const hidden = loss === 0 ? ulp(Math.max(...sampler.seen.map(Math.abs)), roundoff) : spacing;
  const unexpected = found.flat.filter(({ predicted }) => predicted > 16 * hidden);
  const flatStep = Math.max(0, ...unexpected.map(({ step }) => step));
  // A loss that is flat around the point and moves on one side only, where no claim says it should, is no staircase.
  // And a loss that moves at once may come from cancellation: all values are multiples of the last place of what cancelled.
  const mayCancel = found.flat.length === 0;
  const maySteps = flatStep > 0 || found.movesBothWays || mayCancel;
  const quantum = maySteps ? latticeOf(sampler.seen, ulp(Math.max(...sampler.seen.map(Math.abs))), rule) : 0;
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
    // Flat tries prove the quiet, save for rounding that is the same on so short a way; whether the loss lives on a
    // lattice of values is seen from all of them.
    if (flat.length > 0) {
      const rounding = spreadOf(values) <= 64 * ulp(sampler.loss) ? noiseOf(values) : 0;
      return { measured: rounding, movesBothWays: isBothWays(values, sampler.loss), flat };
    }
    if (values.every(Number.isFinite)) {
      measured = Math.min(measured, noiseOf(values));
      if (!variesTooMuch(values, measured) && !isSmoothPart(values, measured)) {
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
  if (values === null || !values.every(Number.isFinite)) return once;
  return isSmoothPart(values, noiseOf(values)) ? 0 : noiseOf(values);
}

/** More than rounding is left in the highest differences, and it is not noise: the spacing is too large. */
function isSmoothPart(values: readonly number[], noise: number): boolean {
  return noise > 16 * ulp(Math.max(...values.map(Math.abs))) && stillFalls(values);
}

/** Varies by a tenth of itself, with more than rounding left in its highest differences: the spacing may be too large. */
function variesTooMuch(values: readonly number[], noise: number): boolean {
  const largest = Math.max(...values.map(Math.abs));
  // Values that are noise around 0 vary by more than themselves and change sign at once: no smaller spacing helps.
  const signs = values.slice(1).map((value, i) => Math.sign(value - values[i]));
  const isErratic = signs.slice(1).filter((sign, i) => sign * signs[i] < 0).length >= 2;
  return spreadOf(values) > 0.1 * largest && noise > 16 * ulp(largest) && !isErratic;
}

function spreadOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
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

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, values.length - 1));
}

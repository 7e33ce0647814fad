import { RULE, type RuleConstants } from './constants.js';
import { exponentOf, ROUNDOFF_32, ROUNDOFF_64, ulp } from './floating-point.js';
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
const MAX_TRIES = 8;
/** Shrinking costs evaluations and gains little: the smooth part is then removed by the higher differences. */
const MAX_SHRINKS = 3;

/**
 * Measures the noise of a loss with the difference table of seven equispaced values on a random line through the point.
 *
 * k-th differences of a smooth function vanish as the spacing shrinks, those of noise with standard deviation σ have
 * variance σ²·(2k)!/(k!)², hence σ_k² = γ_k·mean(d_k²) with γ_k = (k!)²/(2k)!. The smallest k is taken whose σ_k agrees
 * with the next two within a factor 4 while d_k changes sign.
 * The spacings are odd multiples of a lattice: powers of two would make rounding errors coherent and hide them.
 *
 * Source: Moré and Wild, Estimating computational noise, SIAM J. Sci. Comput. 33 (2011), 1292–1314.
 * Asks for 7 values when nothing is special: the loss again at the point, and six on the line.
 */
export function* measureNoise(problem: NoiseProblem, loss: number, rule: RuleConstants = RULE): Asking<NoiseLevel> {
  const { point } = problem;
  const [again] = yield [{ point }];
  const deterministic = Object.is(again, loss);
  if (!deterministic) {
    const repeats = yield Array.from({ length: 8 }, () => ({ point }));
    const sigma = standardDeviation([loss, again, ...repeats].filter(Number.isFinite));
    return { loss, sigma, bound: rule.noiseFactor * sigma, deterministic, roundoff: ROUNDOFF_64 };
  }
  const seen: number[] = [loss];
  let hasFullMantissa = false;
  let relativeStep = 2 ** (problem.declaredFloat32 ? -20 : -43);
  let fallback = Infinity;
  let measured = NaN;
  let quantum = 0;
  let shrinks = 0;
  let flatPrediction = 0;
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const line = lineThrough(problem, relativeStep);
    if (!line) break;
    hasFullMantissa ||= line.hasFullMantissa;
    const values: number[] = [];
    for (let k = 0; k < SAMPLES; k++) {
      // One at a time: a batch would hold six copies of a point that may be large.
      if (k === line.center) values.push(loss);
      else values.push((yield [{ point: line.pointAt(k) }])[0]);
    }
    if (values.some((value) => !Number.isFinite(value))) {
      if (++shrinks > MAX_SHRINKS) break;
      relativeStep /= 64;
      continue;
    }
    seen.push(...values);
    const table = differenceTable(values);
    if (isFlat(values)) {
      flatPrediction = Math.max(flatPrediction, line.predictedChange);
      relativeStep *= 64;
      continue;
    }
    // Flat where the gradient says it should move, then a move both ways: a quantised loss, not a kink nearby.
    if (flatPrediction > 16 * ulp(loss) && movesBothWays(values)) quantum = Math.max(quantum, smallestGap(seen));
    const estimate = acceptNoise(table);
    const spread = Math.max(...values) - Math.min(...values);
    if (estimate !== null && (spread <= 0.1 * Math.max(...values.map(Math.abs)) || shrinks >= MAX_SHRINKS)) {
      measured = estimate;
      break;
    }
    const highest = table[SAMPLES - 2].sigma;
    if (estimate === null && highest <= ulp(loss)) {
      // What the smooth part leaves in the highest differences is within the last bit: quieter cannot be told.
      measured = highest;
      break;
    }
    fallback = Math.min(fallback, estimate ?? highest);
    if (++shrinks > MAX_SHRINKS) break;
    relativeStep /= 64;
  }
  const roundoff = problem.declaredFloat32 || (hasFullMantissa && looksLikeFloat32(seen)) ? ROUNDOFF_32 : ROUNDOFF_64;
  const spacing = ulp(loss, roundoff);
  if (Number.isNaN(measured)) measured = Number.isFinite(fallback) ? fallback : 0;
  const sigma = Math.max(measured, spacing / Math.sqrt(12), (quantum > 16 * ulp(loss) ? quantum : 0) / Math.sqrt(12));
  return { loss, sigma, bound: rule.noiseFactor * sigma, deterministic, roundoff };
}

interface Line {
  /** Which of the seven points is the point itself. */
  center: number;
  pointAt(k: number): Float64Array;
  /** |Σ aᵢwᵢ|: how far the claimed gradient says one spacing moves the loss. */
  predictedChange: number;
  /** Some input has more digits than float32 holds, or is float32 itself: short values of the loss then mean something. */
  hasFullMantissa: boolean;
}

/** Seven points x + k·w. Entries without room stay put; when none has room on both sides, k runs inward only. */
function lineThrough(problem: NoiseProblem, relativeStep: number): Line | null {
  const { point, scales, claimed } = problem;
  const n = point.length;
  const w = new Float64Array(n);
  let moving = false;
  for (const inward of [false, true]) {
    for (let i = 0; i < n; i++) {
      const step = latticeStep(point[i], scales[i] * relativeStep, problem.isFloat32(i), problem.random);
      const room = {
        down: point[i] - (problem.lower?.[i] ?? -Infinity),
        up: (problem.upper?.[i] ?? Infinity) - point[i],
      };
      const reach = inward ? 6 * step : 3 * step;
      if (scales[i] === 0) w[i] = 0;
      else if (inward) w[i] = room.up >= reach ? step : room.down >= reach ? -step : 0;
      else w[i] = room.up >= reach && room.down >= reach ? (problem.random() < 0.5 ? -step : step) : 0;
      moving ||= w[i] !== 0;
    }
    if (!moving) continue;
    const center = inward ? 0 : 3;
    let predicted = 0;
    for (let i = 0; i < n; i++) if (Number.isFinite(claimed[i])) predicted += claimed[i] * w[i];
    return {
      center,
      pointAt: (k) =>
        point.map((x, i) => (problem.isFloat32(i) ? Math.fround(x + (k - center) * w[i]) : x + (k - center) * w[i])),
      predictedChange: Math.abs(predicted),
      hasFullMantissa: point.some((x, i) => w[i] !== 0 && (problem.isFloat32(i) || Math.fround(x + w[i]) !== x + w[i])),
    };
  }
  return null;
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
    const meanSquare = differences.reduce((sum, d) => sum + d * d, 0) / differences.length;
    rows.push({
      sigma: Math.sqrt(gamma * meanSquare),
      changesSign: Math.min(...differences) < 0 && Math.max(...differences) > 0,
    });
  }
  return rows;
}

function acceptNoise(table: readonly DifferenceRow[]): number | null {
  for (let k = 0; k + 2 < table.length; k++) {
    const sigmas = [table[k].sigma, table[k + 1].sigma, table[k + 2].sigma];
    if (table[k].changesSign && Math.max(...sigmas) <= 4 * Math.min(...sigmas)) return sigmas[0];
  }
  return null;
}

/** Half or more of the first differences are zero: the spacing is too small to show anything. */
function isFlat(values: readonly number[]): boolean {
  let zeros = 0;
  for (let i = 1; i < values.length; i++) if (values[i] === values[i - 1]) zeros++;
  return zeros >= (values.length - 1) / 2;
}

function movesBothWays(values: readonly number[]): boolean {
  const center = values[(values.length - 1) / 2];
  return (values[0] - center) * (values[values.length - 1] - center) < 0;
}

function smallestGap(values: readonly number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  let gap = Infinity;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] > sorted[i - 1]) gap = Math.min(gap, sorted[i] - sorted[i - 1]);
  return Number.isFinite(gap) ? gap : 0;
}

/**
 * At least four different values, each a float32 number and not all of them short: no accident in float64 arithmetic,
 * where each has a chance of 2⁻²⁹. Short values (small integers, a staircase) say nothing of the arithmetic.
 */
function looksLikeFloat32(values: readonly number[]): boolean {
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

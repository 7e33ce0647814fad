import { GradcheckError } from '../errors.js';
import { placeOf, quantileOfSorted } from './sliding-window.js';

/** How gradients are clipped, by one or several limits. */
export interface Clipping {
  /** The total norm, at most (Pascanu et al. 2013). */
  readonly norm?: number;
  /** Each entry, at most. */
  readonly value?: number;
  /** Each row of a matrix, or the whole of another parameter, against the norm of its weights (AGC, Brock et al. 2021). */
  readonly adaptive?: number;
  /** The total norm, at most this percentile of the norms so far (AutoClip, Seetharaman et al. 2020). */
  readonly percentile?: number;
}

/** @throws GradcheckError `usage` where there is no limit, or one that is none */
export function refuseNoLimits({ norm, value, percentile }: Clipping): void {
  const limits = Object.entries({ norm, value, percentile }).filter(([, limit]) => limit !== undefined);
  const wrong = limits.find(([key, limit]) => !(limit! > 0) || (key === 'percentile' && limit! > 100));
  if (limits.length > 0 && !wrong) return;
  throw new GradcheckError('usage', wrong ? `${wrong[0]} cannot be ${wrong[1]}` : 'there is no limit to clip at', {
    hint: 'give a norm or a value above 0, or a percentile above 0 and at most 100: { norm: 1 }',
  });
}

/** Norms so far, sorted. Plain data. */
export type NormHistory = number[];

/** A stretch of the gradient that is clipped by itself. */
export interface Unit {
  readonly from: number;
  readonly to: number;
}

/** Weights count as no smaller than this, so that those that begin at 0 can move at all (Brock et al. 2021). */
const LEAST_WEIGHT = 1e-3;

/**
 * Clips a gradient in place; a norm that is not finite is left as it is, to be seen.
 * @param weights where the gradient was taken, for the adaptive limit
 * @returns norm afterwards over norm before: 1 where nothing was clipped
 */
export function clipGradient(
  gradient: Float64Array,
  clipping: Clipping,
  {
    weights,
    units,
    history,
  }: { readonly weights?: Float64Array; readonly units?: readonly Unit[]; readonly history: NormHistory },
): number {
  const before = normOf(gradient, 0, gradient.length);
  if (!Number.isFinite(before) || before === 0) return 1;
  const { value, norm, adaptive, percentile } = clipping;
  let isClipped = false;
  if (value !== undefined) isClipped = clipValues(gradient, value) || isClipped;
  if (adaptive !== undefined && weights && units)
    isClipped = clipUnits(gradient, weights, units, adaptive) || isClipped;
  if (norm !== undefined) isClipped = limitNorm(gradient, 0, gradient.length, norm) || isClipped;
  if (percentile !== undefined) {
    history.splice(placeOf(history, before), 0, before);
    isClipped = limitNorm(gradient, 0, gradient.length, quantileOfSorted(history, percentile / 100)) || isClipped;
  }
  return isClipped ? normOf(gradient, 0, gradient.length) / before : 1;
}

function clipValues(gradient: Float64Array, limit: number): boolean {
  let isClipped = false;
  for (let i = 0; i < gradient.length; i++) {
    if (Math.abs(gradient[i]) <= limit) continue;
    gradient[i] = Math.sign(gradient[i]) * limit;
    isClipped = true;
  }
  return isClipped;
}

function clipUnits(gradient: Float64Array, weights: Float64Array, units: readonly Unit[], share: number): boolean {
  let isClipped = false;
  for (const { from, to } of units) {
    const limit = share * Math.max(normOf(weights, from, to), LEAST_WEIGHT);
    isClipped = limitNorm(gradient, from, to, limit) || isClipped;
  }
  return isClipped;
}

function limitNorm(gradient: Float64Array, from: number, to: number, limit: number): boolean {
  const norm = normOf(gradient, from, to);
  if (!(norm > limit)) return false;
  for (let i = from; i < to; i++) gradient[i] *= limit / norm;
  return true;
}

function normOf(values: Float64Array, from: number, to: number): number {
  let largest = 0;
  let squares = 0;
  for (let i = from; i < to; i++) {
    largest = Math.max(largest, Math.abs(values[i]));
    squares += values[i] * values[i];
  }
  if (squares > 1e-280 && squares < Infinity) return Math.sqrt(squares);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let scaled = 0;
  for (let i = from; i < to; i++) scaled += (values[i] / largest) ** 2;
  return largest * Math.sqrt(scaled);
}

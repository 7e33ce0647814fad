import type { Asking, NoiseLevel, Probe, RuleConstants } from '../numdiff/index.js';
import { checkEntry } from './check-entry.js';
import type { EntryProblem, EntryResult, PointContext } from './entry-problem.js';

/** A gradient whose derivative along one direction is to be compared with differences of the loss. */
export interface DirectionProblem {
  readonly point: Float64Array;
  readonly loss: number;
  readonly gradient: Float64Array;
  /** One unit along it moves each entry by about its typical size; 0 where an entry stays. */
  readonly direction: Float64Array;
  readonly noise: NoiseLevel;
  readonly lossAccuracy?: number;
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  /** Whether an entry is stored as float32, so that a step is rounded. */
  isFloat32(i: number): boolean;
  readonly rule: RuleConstants;
}

/** As of an entry, and what the gradient claims along the direction. */
export type DirectionResult = EntryResult & { readonly claimed: number };

/**
 * Holds g·v against differences of φ(t) = f(x + t·v) at t = 0, by the rule for single entries: φ is a function of one
 * number whose typical size is 1. Rounding of float32 entries moves the loss by about u₃₂·√Σ(gᵢxᵢ)², which counts as
 * noise.
 */
export function* checkDirection(problem: DirectionProblem): Asking<DirectionResult> {
  const { point, gradient, direction, noise, loss, rule } = problem;
  const claimed = direction.reduce((sum, v, i) => (v === 0 ? sum : sum + gradient[i] * v), 0);
  const [lower, upper] = roomAlong(problem);
  const noiseBound = Math.max(noise.bound, (problem.lossAccuracy ?? 0) * Math.abs(loss), storageNoise(problem));
  const size = Math.sqrt(direction.reduce((sum, v, i) => sum + (gradient[i] * v) ** 2, 0));
  const entry: EntryProblem = {
    index: 0,
    x: 0,
    claimed,
    scale: 1,
    isFloat32: false,
    lower,
    upper,
    claimBound: rule.claimRoundoff * noise.roundoff * Math.max(Math.abs(claimed), size),
  };
  const context: PointContext = {
    loss,
    noiseBound,
    roundoff: noise.roundoff,
    flatStep: noise.flatStep,
    deterministic: noise.deterministic,
    typicalScale: 1,
    largestChange: Math.max(Math.abs(claimed), size),
    rule,
  };
  const asking = checkEntry(entry, context);
  let turn = asking.next();
  while (!turn.done) {
    const probes: Probe[] = turn.value.map((probe) => ({
      point: point.map((x, i) => (direction[i] === 0 ? x : x + (probe as { value: number }).value * direction[i])),
    }));
    turn = asking.next(yield probes);
  }
  return { ...turn.value, claimed };
}

/** How far the line may be followed to both sides without leaving the bounds. */
function roomAlong({ point, direction, lower, upper }: DirectionProblem): [number, number] {
  let [low, high] = [-Infinity, Infinity];
  for (let i = 0; i < point.length; i++) {
    const v = direction[i];
    if (v === 0) continue;
    const toLower = ((lower?.[i] ?? -Infinity) - point[i]) / v;
    const toUpper = ((upper?.[i] ?? Infinity) - point[i]) / v;
    low = Math.max(low, Math.min(toLower, toUpper));
    high = Math.min(high, Math.max(toLower, toUpper));
  }
  return [low, high];
}

function storageNoise({ point, gradient, isFloat32, rule }: DirectionProblem): number {
  let sum = 0;
  for (let i = 0; i < point.length; i++) if (isFloat32(i)) sum += (gradient[i] * point[i]) ** 2;
  return rule.noiseFactor * 2 ** -24 * Math.sqrt(sum);
}

/** A random direction: each entry by 0.5 to 1.5 times its typical size, to either side. */
export function randomDirection(scales: ArrayLike<number>, random: () => number): Float64Array {
  return Float64Array.from(scales, (scale) => (random() < 0.5 ? -1 : 1) * (0.5 + random()) * scale);
}

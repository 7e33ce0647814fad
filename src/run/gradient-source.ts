import { gradientOf } from '../autodiff/sweep.js';
import { gradientLine } from '../check/gradient-line.js';
import { createRandom, gradientNoise, RULE, ulp } from '../numdiff/index.js';
import type { ExactObjective } from '../autodiff/exact-objective.js';
import type { PreparedModel } from './prepare-model.js';

/** A gradient as a function of the point; NaN where it cannot be had: a step may leave its domain. */
export type GradientAt = (point: Float64Array) => Promise<Float64Array>;

/** The user's own. */
export function userGradient({ objective, layout }: PreparedModel): GradientAt {
  return quietly(layout.size, async (point) => (await objective.gradient(point)).gradient.slice());
}

/** That of instrumented execution. */
export function exactGradient({ layout }: PreparedModel, exact: ExactObjective): GradientAt {
  return quietly(layout.size, async (point) => gradientOf(await exact.record(point)));
}

function quietly(size: number, gradientAt: GradientAt): GradientAt {
  return async (point) => {
    try {
      return await gradientAt(point);
    } catch {
      return new Float64Array(size).fill(NaN);
    }
  };
}

/** How far the second line lies from the point, in units of each entry. */
const ASIDE = 2 ** -10;

/**
 * Bound on the rounding noise of each component of a gradient near a point; at least some units in the last place of its
 * value. Measured on a short line through the point and on one close by: where the gradient has a kink at the point, the
 * first mistakes it for noise, so the quieter counts.
 */
export async function measureNoiseOf(
  gradientAt: GradientAt,
  { layout, settings, judging }: PreparedModel,
  point: Float64Array,
  roundoff: number,
): Promise<Float64Array> {
  const gradient = await gradientAt(point);
  const random = createRandom(judging.seed);
  const { lower, upper, frozen } = settings;
  const aside = point.map((x, i) => {
    const there = x + ASIDE * (0.5 + random()) * (Math.abs(x) || 1);
    return Math.min(Math.max(there, lower?.[i] ?? -Infinity), upper?.[i] ?? Infinity);
  });
  for (const { path, offset, size } of layout.leaves)
    if (frozen.has(path)) aside.set(point.subarray(offset, offset + size), offset);
  const deviations: Float64Array[] = [];
  for (const center of [point, aside]) {
    const samples: Float64Array[] = [];
    for (const at of gradientLine(layout, center, settings, random)) samples.push(await gradientAt(at));
    deviations.push(gradientNoise(samples, layout.leaves));
  }
  return gradient.map((g, i) => {
    const deviation = Math.min(deviations[0][i], deviations[1][i]);
    return Math.max(RULE.noiseFactor * deviation, (RULE.noiseFactor / 2) * ulp(g, roundoff));
  });
}

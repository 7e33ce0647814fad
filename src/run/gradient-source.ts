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

/**
 * Bound on the rounding noise of each component of a gradient near a point, measured on a short line; at least some units
 * in the last place of its value.
 */
export async function measureNoiseOf(
  gradientAt: GradientAt,
  { layout, settings, judging }: PreparedModel,
  point: Float64Array,
  roundoff: number,
): Promise<Float64Array> {
  const gradient = await gradientAt(point);
  const samples: Float64Array[] = [];
  for (const at of gradientLine(layout, point, settings, createRandom(judging.seed)))
    samples.push(await gradientAt(at));
  const sigma = gradientNoise(samples, layout.leaves);
  return sigma.map((deviation, i) =>
    Math.max(RULE.noiseFactor * deviation, (RULE.noiseFactor / 2) * ulp(gradient[i], roundoff)),
  );
}

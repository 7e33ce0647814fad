import type { ExportChecks } from '../check/hessian-report.js';
import { drawShare } from '../curvature/draw-direction.js';
import { dot } from '../curvature/symmetric-matrix.js';
import { measureTaylorSlopes } from '../curvature/taylor.js';
import { createRandom, drive } from '../numdiff/index.js';
import { takeActive, type CurvatureSetting } from './curvature-setting.js';
import type { HessianAccess } from './open-hessian.js';

/**
 * Taylor's test along a random direction: of the claimed Hessian where there is one, else of the computed one. Entries go
 * to the side where there is room, by a share of their typical size.
 */
export async function measureTaylor(
  setting: CurvatureSetting,
  access: HessianAccess,
  claimed: Float64Array | undefined,
): Promise<ExportChecks['taylor']> {
  const { domain, prepared, loss, noise } = setting;
  const { point, objective, judging } = prepared;
  const random = createRandom(judging.seed);
  const direction = new Float64Array(point.length);
  for (const i of domain.active) {
    const above = (domain.upper?.[i] ?? Infinity) - point[i];
    const below = point[i] - (domain.lower?.[i] ?? -Infinity);
    const sign = above === below ? (random() < 0.5 ? -1 : 1) : above > below ? 1 : -1;
    direction[i] = sign * drawShare(random) * Math.min(domain.scales[i], Math.max(above, below));
  }
  const curvature = claimed ? quadraticForm(claimed, direction) : await curvatureAlong(setting, access, direction);
  if (curvature === null) return undefined;
  const slope = dot(access.gradient, direction);
  return drive(
    measureTaylorSlopes({ point, loss, noise: noise.bound, direction, slope, curvature }),
    objective.lossAround(point),
  );
}

function quadraticForm(matrix: Float64Array, v: Float64Array): number {
  const size = v.length;
  return v.reduce((sum, value, i) => sum + value * dot(matrix.subarray(i * size, (i + 1) * size), v), 0);
}

async function curvatureAlong(
  { domain }: CurvatureSetting,
  access: HessianAccess,
  direction: Float64Array,
): Promise<number | null> {
  if (!access.products) return null;
  const active = takeActive(domain, direction);
  return dot(active, await (await access.products()).product(active));
}

import { measurePointNoise, movingScales } from '../check/check-point.js';
import { float32Test } from '../check/point-entries.js';
import type { PointProblem } from '../check/point-problem.js';
import type { HessianDomain } from '../curvature/hessian-domain.js';
import type { Block } from '../curvature/describe-direction.js';
import { GradcheckError } from '../errors.js';
import type { Leaf } from '../model/tree-layout.js';
import { drive, type NoiseLevel } from '../numdiff/index.js';
import { activeEntries } from './check-second-derivatives.js';
import type { PreparedModel } from './prepare-model.js';
import { problemAt } from './problem-at.js';

/** A model at the point at which its curvature is looked at. */
export interface CurvatureSetting {
  readonly prepared: PreparedModel;
  readonly loss: number;
  readonly noise: NoiseLevel;
  readonly problem: PointProblem;
  readonly domain: HessianDomain;
  /** By parameter, the places of its entries among the active ones. */
  readonly blocks: readonly (Block & { readonly leaf: Leaf })[];
}

/** @throws GradcheckError `non-finite-loss`, `usage` where nothing varies */
export async function openSetting(prepared: PreparedModel): Promise<CurvatureSetting> {
  const { objective, point, settings } = prepared;
  const loss = await objective.loss(point);
  if (!Number.isFinite(loss))
    throw new GradcheckError('non-finite-loss', `the loss is ${loss} at params, so it has no curvature there`, {
      hint: 'choose a point inside the domain of the loss',
    });
  const problem = problemAt(prepared, point, loss);
  const noise = await drive(measurePointNoise(problem), objective.lossAround(point));
  const active = activeEntries(prepared);
  if (active.length === 0)
    throw new GradcheckError('usage', 'no parameter varies: all are frozen, or held by bounds that are equal', {
      hint: 'take one out of `frozen`, or open its bounds',
    });
  const domain: HessianDomain = {
    point,
    active,
    scales: movingScales(problem),
    lower: settings.lower,
    upper: settings.upper,
    isFloat32: float32Test(problem),
  };
  return { prepared, loss, noise, problem, domain, blocks: blocksOf(prepared, active) };
}

function blocksOf({ layout }: PreparedModel, active: Int32Array): CurvatureSetting['blocks'] {
  const blocks = new Map<Leaf, number[]>();
  let at = 0;
  for (const leaf of layout.leaves) {
    for (; at < active.length && active[at] < leaf.offset + leaf.size; at++) {
      const known = blocks.get(leaf);
      if (known) known.push(at);
      else blocks.set(leaf, [at]);
    }
  }
  return [...blocks].map(([leaf, positions]) => ({ path: leaf.path, leaf, positions }));
}

/** The components of a vector over all parameters that belong to active ones. */
export function takeActive({ active }: HessianDomain, vector: Float64Array): Float64Array {
  const components = new Float64Array(active.length);
  for (let k = 0; k < active.length; k++) components[k] = vector[active[k]];
  return components;
}

/** A vector over all parameters, 0 where they do not vary. */
export function spreadActive({ active, point }: HessianDomain, components: ArrayLike<number>): Float64Array {
  const vector = new Float64Array(point.length);
  for (let k = 0; k < active.length; k++) vector[active[k]] = components[k];
  return vector;
}

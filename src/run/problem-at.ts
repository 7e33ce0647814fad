import type { PointProblem } from '../check/point-problem.js';
import { createRandom, RULE } from '../numdiff/index.js';
import type { PreparedModel } from './prepare-model.js';

/** What is to be judged at a point. Without a claim, what the loss does there is all there is to go by. */
export function problemAt(
  { layout, point: params, settings, judging }: PreparedModel,
  point: Float64Array,
  loss: number,
  claimed: Float64Array = new Float64Array(layout.size),
): PointProblem {
  return {
    ...judging,
    ...settings,
    layout,
    point,
    loss,
    claimed,
    scale: declaredSizes(point, params, settings.scale),
    random: createRandom(judging.seed),
    rule: RULE,
  };
}

/** Declared sizes; and for an entry that is 0 at another point than `params`, its size in `params`. */
function declaredSizes(
  point: Float64Array,
  params: Float64Array,
  declared: Float64Array | undefined,
): Float64Array | undefined {
  if (point === params) return declared;
  return point.map((x, i) => declared?.[i] || (x === 0 ? Math.abs(params[i]) : 0));
}

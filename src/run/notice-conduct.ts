import { findHiddenError } from '../check/low-precision.js';
import type { PointReport } from '../check/report.js';
import { findSpecialValues } from '../check/special-point.js';
import { createRandom, ROUNDOFF_32 } from '../numdiff/index.js';
import type { OwnPointResult } from './check-own-point.js';
import { observeLoss } from './observe-loss.js';
import type { PreparedModel } from './prepare-model.js';
import type { Noticed } from './warnings.js';

/**
 * Gathers what the user should know beside the verdict. Evaluates the loss at `params` once more, after everything else;
 * and if it differs, in two orders.
 */
export async function noticeConduct(
  prepared: PreparedModel,
  own: OwnPointResult,
  points: readonly PointReport[],
): Promise<Noticed> {
  const { objective, layout, point, settings, judging } = prepared;
  const { loss, noise, observed } = own;
  const { claimed } = observed;
  const lossAtEnd = await objective.loss(point);
  const isRepeatable = noise.deterministic && [observed.lossAgain, lossAtEnd].every((value) => value === loss);
  const lossAccuracy = judging.lossAccuracy ?? 0;
  return {
    ...own,
    lossAtEnd,
    lossHabit: isRepeatable
      ? 'pure'
      : await observeLoss(objective, layout, point, settings, createRandom(judging.seed)),
    sharedParams: prepared.sharedParams,
    points,
    special: findSpecialValues({ layout, point, claimed, ...settings }),
    hidden: findHiddenError({
      layout,
      point,
      claimed,
      noiseBound: Math.max(noise.bound, lossAccuracy * Math.abs(loss)),
      parameters: own.points[0].parameters,
    }),
    isFloat32: noise.roundoff === ROUNDOFF_32 || prepared.dtype === 'float32',
    lossAccuracy,
    tolerance: judging.tolerance,
  };
}

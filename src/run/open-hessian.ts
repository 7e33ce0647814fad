import { HessianSweeper } from '../autodiff/hessian-sweeper.js';
import type { HessianSource } from '../check/hessian-report.js';
import { differenceGradient } from '../curvature/difference-gradient.js';
import { differenceLoss } from '../curvature/difference-loss.js';
import { differenceSlopes } from '../curvature/difference-slopes.js';
import type { HessianEstimate } from '../curvature/hessian-estimate.js';
import { answerVectors } from '../curvature/questions.js';
import { GradcheckError } from '../errors.js';
import { drive, ROUNDOFF_32 } from '../numdiff/index.js';
import { takeActive, type CurvatureSetting } from './curvature-setting.js';
import { exactProducts, type ExactProducts, type Products } from './exact-hessian.js';
import { measureHessianNoise } from './measure-hessian-noise.js';
import { measureNoiseOf, userGradient, type GradientAt } from './gradient-source.js';
import { differencedProducts } from './differenced-products.js';
import { openExactHessian } from './open-exact-hessian.js';
import type { TaskContext } from './task.js';

/** The second derivatives of a loss at a point, in whichever way they can be had. */
export interface HessianAccess {
  readonly source: HessianSource;
  /** Why they are not those of instrumented execution. */
  readonly reason?: string;
  /** Over all parameters. */
  readonly gradient: Float64Array;
  /** Bound on the error of each component; absent where it is rounding. */
  readonly gradientBounds?: Float64Array;
  /** The gradient to difference; absent where there is none. */
  readonly gradientAt?: GradientAt;
  /** The whole matrix. */
  estimate(): Promise<HessianEstimate>;
  /** Products with directions; absent where only the loss is there to go by. */
  readonly products?: () => Promise<Products>;
}

/** More parameters than this have too many second differences of the loss. */
const MOST_BY_LOSS = 300;

/**
 * By following the loss, where that can be done and is confirmed; else by differences of the gradient, which may be had by
 * following the loss though its second derivatives may not; else of the loss.
 */
export async function openHessian(
  setting: CurvatureSetting,
  context: TaskContext,
  hasGradient: boolean,
): Promise<HessianAccess> {
  const exact = await openExactHessian(setting, context, hasGradient);
  const { prepared, domain, noise } = setting;
  const { objective, point } = prepared;
  if (exact.kind === 'trusted') {
    const { gradient, gradientAt, record } = exact;
    let rounding: number | undefined;
    const products = async (): Promise<ExactProducts> => {
      rounding ??= await measureHessianNoise(setting, record);
      return exactProducts(setting, new HessianSweeper(await record(point)), rounding);
    };
    return {
      source: 'instrumented',
      gradient,
      gradientAt: hasGradient ? undefined : gradientAt,
      estimate: async () => (await products()).estimate(),
      products,
    };
  }
  const { reason, first } = exact;
  if (hasGradient || first) {
    const gradientAt = hasGradient ? userGradient(prepared) : first!.gradientAt;
    const active: GradientAt = async (at) => takeActive(domain, await gradientAt(at));
    const isFloat32 = noise.roundoff === ROUNDOFF_32;
    const gradient = hasGradient ? await gradientAt(point) : first!.gradient;
    const gradientBounds = await measureNoiseOf(gradientAt, prepared, point, noise.roundoff);
    const known = { gradient: takeActive(domain, gradient), noise: takeActive(domain, gradientBounds) };
    return {
      source: 'gradient-differences',
      reason,
      gradient,
      gradientBounds,
      gradientAt,
      estimate: () => answerVectors(differenceGradient(domain, known, isFloat32), active),
      products: () => differencedProducts(setting, active, known, isFloat32),
    };
  }
  if (domain.active.length > MOST_BY_LOSS)
    throw new GradcheckError('not-instrumentable', tooMany(domain.active.length, reason), {
      hint: 'export a gradient, or let the loss be followed: --instrument-deps follows packages as well',
    });
  const lossAt = objective.lossAround(point);
  const bound = Math.max(noise.bound, (prepared.judging.lossAccuracy ?? 0) * Math.abs(setting.loss));
  const slopes = await drive(differenceSlopes(domain, { noise: bound, roundoff: noise.roundoff }), lossAt);
  return {
    source: 'loss-differences',
    reason,
    gradient: slopes.gradient,
    gradientBounds: slopes.bounds,
    estimate: () => Promise.resolve(drive(differenceLoss(domain, setting.loss, bound, noise.roundoff), lossAt)),
  };
}

function tooMany(size: number, reason: string): string {
  return `${size} parameters are too many for second differences of the loss, there is no gradient, and the loss is not followed: ${reason}`;
}

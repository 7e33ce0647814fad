import type { RecordedTape } from '../autodiff/recorder.js';
import { hessianVectorProduct } from '../autodiff/sweep.js';
import { curvatureAlong } from '../curvature/curvature-along.js';
import { directionLine } from '../curvature/difference-gradient.js';
import { drawDirection } from '../curvature/draw-direction.js';
import { gradientSlopes } from '../curvature/gradient-slopes.js';
import { answerVectors } from '../curvature/questions.js';
import { dot } from '../curvature/symmetric-matrix.js';
import { createRandom, drive, ROUNDOFF_32 } from '../numdiff/index.js';
import { confirmGradient } from './confirm-gradient.js';
import type { CurvatureSetting } from './curvature-setting.js';
import { exactGradient, measureNoiseOf, userGradient, type GradientAt } from './gradient-source.js';
import type { TaskContext } from './task.js';
import { openExactAt } from './trace-mistake.js';

export type ExactHessian =
  | {
      readonly kind: 'trusted';
      readonly gradient: Float64Array;
      readonly gradientAt: GradientAt;
      /** Records the loss at a point; the tape is good until the next recording. */
      record(point: Float64Array): Promise<RecordedTape>;
    }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      /** The gradient, where it is right all the same. */
      readonly first?: { readonly gradient: Float64Array; readonly gradientAt: GradientAt };
    };

/** A gap to the differences below this share of the product is no contradiction. */
const VISIBLE_GAP = 1e-5;
const VISIBLE_GAP_FLOAT32 = 1e-2;

const DISAGREES = 'its second derivative disagrees with differences of';
/** What code that is followed knows nothing of: it takes one side of a kink, as any run does. */
const KINK = 'the gradient has a kink at params, so that the second derivative is another one on each side';
const STEPS = 'farther along, the loss changes by what its derivatives know nothing of, as where it is rounded';
const NO_DERIVATIVE = 'the loss has a kink at params, where its gradient jumps, or infinite curvature';

/**
 * Second derivatives by instrumented execution. Its gradient must agree with differences of the loss, as always; its product
 * with a random direction with differences of a gradient, the user's where there is one; and the curvature along the
 * direction with second differences of the plain loss, which know nothing of what was followed.
 */
export async function openExactHessian(
  setting: CurvatureSetting,
  { loadExact, userRandom, options }: TaskContext,
  hasGradient: boolean,
): Promise<ExactHessian> {
  if (!loadExact) return refuse('a formula has no code to follow');
  const { prepared, problem, noise, domain } = setting;
  const { point, objective } = prepared;
  const lossAt = objective.lossAround(point);
  const access = await openExactAt({ problem, noise, loadExact, lossAt, userRandom, seed: options.seed });
  if (access.kind === 'refused') return access;
  const { gradient } = access;
  const direction = drawDirection(domain, createRandom(options.seed + 104_729));
  const product = hessianVectorProduct(access.tape, direction);
  const gradientAt = exactGradient(prepared, access.objective);
  const gaps = [
    await compareProduct(setting, direction, product, hasGradient ? userGradient(prepared) : gradientAt),
    await compareCurvature(setting, direction, product),
  ];
  const isRight = await confirmGradient(setting, direction, gradientAt);
  const gap = gaps.find((one) => one !== null) ?? (isRight ? null : STEPS);
  if (!gap) return { kind: 'trusted', gradient, gradientAt, record: (at) => access.objective.record(at) };
  return { kind: 'refused', reason: gap, ...(isRight ? { first: { gradient, gradientAt } } : {}) };
}

function refuse(reason: string): ExactHessian & { kind: 'refused' } {
  return { kind: 'refused', reason };
}

/** H·v against differences of a gradient along v: what they disagree by, in words, if they do. */
async function compareProduct(
  { prepared, noise, domain }: CurvatureSetting,
  direction: Float64Array,
  product: Float64Array,
  gradientAt: GradientAt,
): Promise<string | null> {
  const isFloat32 = noise.roundoff === ROUNDOFF_32;
  const bounds = await measureNoiseOf(gradientAt, prepared, prepared.point, noise.roundoff);
  const line = directionLine(domain, direction, isFloat32);
  const slopes = await answerVectors(gradientSlopes(line, await gradientAt(prepared.point), bounds), gradientAt);
  const { values, bounds: errors, kinks } = slopes;
  if (domain.active.some((i) => errors[i] === Infinity)) return NO_DERIVATIVE;
  if (kinks > 0) return KINK;
  const at = domain.active.find((i) => contradicts(product[i], values[i], errors[i], isFloat32));
  return at === undefined ? null : `${DISAGREES} the gradient (${wordGap(product[at], values[at])})`;
}

/** vᵀHv against second differences of the loss. */
async function compareCurvature(
  { prepared, noise, domain, loss }: CurvatureSetting,
  direction: Float64Array,
  product: Float64Array,
): Promise<string | null> {
  const { bound, roundoff } = noise;
  const lossAt = prepared.objective.lossAround(prepared.point);
  const asking = curvatureAlong(domain, direction, { loss, noise: bound, roundoff });
  const found = await drive(asking, lossAt);
  const claimed = dot(direction, product);
  const differs = contradicts(claimed, found.value, found.bound, roundoff === ROUNDOFF_32);
  return differs ? `${DISAGREES} the loss (${wordGap(claimed, found.value)})` : null;
}

function contradicts(exact: number, numeric: number, bound: number, isFloat32: boolean): boolean {
  if (!Number.isFinite(exact)) return true;
  const visible = isFloat32 ? VISIBLE_GAP_FLOAT32 : VISIBLE_GAP;
  return Math.abs(exact - numeric) > 4 * bound + visible * Math.max(Math.abs(exact), Math.abs(numeric));
}

function wordGap(exact: number, numeric: number): string {
  return `${exact.toPrecision(6)} against ${numeric.toPrecision(6)} along a random direction`;
}

import type { RecordedTape } from '../autodiff/recorder.js';
import { hessianVectorProduct } from '../autodiff/sweep.js';
import { randomDirection } from '../check/check-direction.js';
import { directionLine, splitByRoom } from '../curvature/difference-gradient.js';
import { gradientSlopes } from '../curvature/gradient-slopes.js';
import { answerVectors } from '../curvature/questions.js';
import { createRandom, ROUNDOFF_32 } from '../numdiff/index.js';
import type { CurvatureSetting } from './curvature-setting.js';
import { exactGradient, measureNoiseOf, type GradientAt } from './gradient-source.js';
import type { TaskContext } from './task.js';
import { openExactAt } from './trace-mistake.js';

export type ExactHessian =
  | {
      readonly kind: 'trusted';
      readonly gradient: Float64Array;
      readonly gradientAt: GradientAt;
      /** Records the loss at the point; the tape is good until the next recording. */
      record(): Promise<RecordedTape>;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** A gap to the differences below this share of the product is no contradiction. */
const VISIBLE_GAP = 1e-5;
const VISIBLE_GAP_FLOAT32 = 1e-2;

/**
 * Second derivatives by instrumented execution: its gradient must agree with differences of the loss, as always, and its
 * product with a random direction with differences of that gradient.
 */
export async function openExactHessian(
  { prepared, problem, noise, domain }: CurvatureSetting,
  { loadExact, userRandom, options }: TaskContext,
): Promise<ExactHessian> {
  if (!loadExact) return { kind: 'refused', reason: 'there is no source code to follow' };
  const { point, objective } = prepared;
  const lossAt = objective.lossAround(point);
  const access = await openExactAt({ problem, noise, loadExact, lossAt, userRandom, seed: options.seed });
  if (access.kind === 'refused') return access;
  const { gradient } = access;
  const gradientAt = exactGradient(prepared, access.objective);
  const random = createRandom(options.seed + 104_729);
  const direction = goInward(domain, randomDirection(domain.scales, random));
  const product = hessianVectorProduct(access.tape, direction);
  const isFloat32 = noise.roundoff === ROUNDOFF_32;
  const bounds = await measureNoiseOf(gradientAt, prepared, point, noise.roundoff);
  const slopes = await answerVectors(gradientSlopes(directionLine(domain, direction, isFloat32), bounds), gradientAt);
  const visible = isFloat32 ? VISIBLE_GAP_FLOAT32 : VISIBLE_GAP;
  const differs = domain.active.find((i) => {
    const gap = Math.abs(product[i] - slopes.values[i]);
    const size = Math.max(Math.abs(product[i]), Math.abs(slopes.values[i]));
    return gap > 4 * slopes.bounds[i] + visible * size;
  });
  if (differs !== undefined)
    return {
      kind: 'refused',
      reason: `its second derivative disagrees with differences of its gradient (${product[differs].toPrecision(6)} against ${slopes.values[differs].toPrecision(6)} along a random direction)`,
    };
  return { kind: 'trusted', gradient, gradientAt, record: () => access.objective.record(point) };
}

/** Entries close to a bound are turned round, so that there is room along the direction. */
function goInward(domain: CurvatureSetting['domain'], direction: Float64Array): Float64Array {
  const turned = new Float64Array(direction.length);
  for (const { part } of splitByRoom(domain, direction)) part.forEach((v, i) => void (turned[i] += v));
  return turned;
}

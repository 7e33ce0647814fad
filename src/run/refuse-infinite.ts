import type { HessianEstimate } from '../curvature/hessian-estimate.js';
import { GradcheckError } from '../errors.js';
import type { CurvatureSetting } from './curvature-setting.js';

const PATHS_SHOWN = 3;

/**
 * Where differences grow without limit, no step bounds their error, and there is no Hessian.
 * @throws GradcheckError `non-finite-hessian`
 */
export function refuseInfinite({ domain, blocks }: CurvatureSetting, { matrix, errorNorm }: HessianEstimate): void {
  const { size, values } = matrix;
  const ones = new Float64Array(size).fill(1);
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0 && Number.isFinite(errorNorm(ones))) return;
  const isOpen = (k: number): boolean => {
    const own = new Float64Array(size).with(k, 1);
    return !Number.isFinite(values[k * (size + 1)]) || !Number.isFinite(errorNorm(own));
  };
  const paths = blocks.filter(({ positions }) => positions.some(isOpen)).map(({ path }) => path);
  const open = Array.from({ length: size }, (_, k) => k).find(isOpen);
  const [i, j] = open === undefined ? [Math.floor(Math.max(at, 0) / size), Math.max(at, 0) % size] : [open, open];
  const nameOf = (k: number): string => blocks.find(({ positions }) => positions.includes(k))!.path;
  const where = i === j ? `twice by ${listed(paths)}` : `by ${nameOf(i)} and ${nameOf(j)}`;
  throw hasNoHessian(`${where} at params (entry [${domain.active[i]}, ${domain.active[j]}] of the Hessian)`);
}

/**
 * The same for a product with a direction, by its components.
 * @throws GradcheckError `non-finite-hessian`
 */
export function refuseInfiniteProduct({ blocks }: CurvatureSetting, bounds: Float64Array): void {
  const paths = blocks.filter(({ positions }) => positions.some((k) => bounds[k] === Infinity)).map(({ path }) => path);
  if (paths.length > 0) throw hasNoHessian(`by ${listed(paths)} at params, as along a random direction`);
}

function hasNoHessian(where: string): GradcheckError {
  return new GradcheckError(
    'non-finite-hessian',
    `the loss has no finite second derivative ${where}: it has a kink there, or its curvature is infinite`,
    { hint: 'look at another point, or at other parameters alone, with --only' },
  );
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, PATHS_SHOWN).join(', ');
  return paths.length > PATHS_SHOWN ? `${shown} and ${paths.length - PATHS_SHOWN} more parameters` : shown;
}

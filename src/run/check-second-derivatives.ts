import { drawDirection } from '../curvature/draw-direction.js';
import type { HessianDomain } from '../curvature/hessian-domain.js';
import { SecondDerivatives } from '../model/second-derivatives.js';
import { countPoints } from '../check/summarize.js';
import { createRandom } from '../numdiff/index.js';
import { checkLinearity } from './check-linearity.js';
import { checkMatrix } from './check-matrix.js';
import { checkProducts, type ProductCheck } from './check-products.js';
import { userGradient } from './gradient-source.js';
import type { ObservedGradient } from './observe-calls.js';
import { diagnoseCalls, observeSecond, warnOfCalls } from './observe-second.js';
import type { PreparedModel } from './prepare-model.js';
import type { SecondRequest, SecondResult } from './second-request.js';
import { openSecond } from './second-setting.js';

/** More columns than this are not checked one by one. */
const MOST_COLUMNS = 500;

/**
 * Holds the exports `hessian` and `hvp`, where they are there, against differences of the gradient at `params`: each entry by
 * the rule for entries of a gradient, or products with random directions where there are too many. The gradient itself
 * must have been checked.
 * @throws GradcheckError `shape-mismatch`, `user-error`
 */
export async function checkSecondDerivatives(request: SecondRequest): Promise<SecondResult[]> {
  const { model, prepared, userRandom } = request;
  const claims = new SecondDerivatives(
    model,
    prepared.layout,
    prepared.data,
    userRandom.restart,
    prepared.settings.frozen,
  );
  const how = await openHow(request);
  return [
    ...(model.hessian === undefined ? [] : [await checkHessian(request, how, claims)]),
    ...(model.hvp === undefined ? [] : [await checkHvp(request, how, claims)]),
  ];
}

async function openHow(request: SecondRequest): Promise<ProductCheck> {
  const { prepared, gradientAt = userGradient(request.prepared) } = request;
  const setting = await openSecond(prepared, gradientAt, request);
  const { point, scales, lower, upper, isFloat32 } = setting;
  const active = activeEntries(prepared);
  const domain: HessianDomain = { point, active, scales, lower, upper, isFloat32 };
  const direction = drawDirection(domain, createRandom(prepared.judging.seed + 1));
  return { setting, gradientAt, active, domain, direction };
}

async function checkHessian(
  request: SecondRequest,
  how: ProductCheck,
  claims: SecondDerivatives,
): Promise<SecondResult> {
  const name = 'hessian';
  const observed = await observe(request, how, { name, claim: (point) => claims.hessian(point) });
  const check = (claimed: Float64Array): Promise<SecondResult> =>
    how.active.length > MOST_COLUMNS
      ? checkProducts(request, how, { name, product: async (v) => multiply(claimed, v) })
      : checkMatrix(request, how, { name, claimed });
  let result = await check(observed.claimed);
  // What another call gave must be right as well.
  if (observed.alternative && countPoints([result.point]).fail === 0) result = await check(observed.alternative);
  return conclude(result, observed, claims);
}

async function checkHvp(request: SecondRequest, how: ProductCheck, claims: SecondDerivatives): Promise<SecondResult> {
  const name = 'hvp';
  const { setting, active, direction } = how;
  const { size, point } = setting;
  const observed = await observe(request, how, { name, claim: (at) => claims.product(at, direction) });
  const product = async (v: Float64Array): Promise<Float64Array> => (await claims.product(point, v)).values;
  if (active.length > MOST_COLUMNS)
    return conclude(await checkProducts(request, how, { name, product }), observed, claims);
  const matrix = new Float64Array(size ** 2);
  for (const j of active)
    (await product(new Float64Array(size).with(j, 1))).forEach((value, i) => void (matrix[i * size + j] = value));
  const result = await checkMatrix(request, how, { name, claimed: matrix });
  const bent = await checkLinearity(request.prepared, how, { product, matrix });
  if (!bent) return conclude(result, observed, claims);
  // It may be right for unit vectors and wrong for others: the entries of the product show where.
  const along = await checkProducts(request, how, { name, product });
  const parameters = [...result.point.parameters, ...along.point.parameters.slice(0, 1)];
  return conclude(
    { ...result, point: { ...result.point, parameters }, mismatch: bent, isLinear: false },
    observed,
    claims,
  );
}

async function observe(
  request: SecondRequest,
  { setting, gradientAt, domain, direction }: ProductCheck,
  calls: Pick<Parameters<typeof observeSecond>[2], 'name' | 'claim'>,
): Promise<ObservedGradient> {
  return observeSecond(request, { setting, domain, gradientAt }, { ...calls, direction });
}

function conclude(result: SecondResult, observed: ObservedGradient, claims: SecondDerivatives): SecondResult {
  const { name } = result;
  return {
    ...result,
    mismatch: diagnoseCalls(name, observed) ?? result.mismatch,
    warnings: warnOfCalls(name, observed, claims.conduct[name]),
  };
}

function multiply(matrix: Float64Array, v: Float64Array): Float64Array {
  const size = v.length;
  return v.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[i * size + j] * v[j];
    return sum;
  });
}

/** Places of the parameters that are differentiated and asked for. */
export function activeEntries({ layout, settings, judging }: PreparedModel): Int32Array {
  const { frozen, lower, upper } = settings;
  const isFree = (i: number): boolean => !(lower && upper && lower[i] === upper[i]);
  const leaves = layout.leaves.filter(({ path }) => !frozen.has(path) && (judging.selects?.(path) ?? true));
  return Int32Array.from(
    leaves.flatMap(({ offset, size }) => Array.from({ length: size }, (_, k) => offset + k).filter(isFree)),
  );
}

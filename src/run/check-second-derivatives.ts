import type { SecondRequest, SecondResult } from './second-request.js';
import { SecondDerivatives } from '../model/second-derivatives.js';
import { checkLinearity } from './check-linearity.js';
import { checkMatrix } from './check-matrix.js';
import { checkProducts } from './check-products.js';
import { userGradient } from './gradient-source.js';
import type { PreparedModel } from './prepare-model.js';
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
  const { model, prepared, userRandom, gradientAt = userGradient(prepared) } = request;
  const { layout, point, settings } = prepared;
  const { size } = layout;
  const claims = new SecondDerivatives(model, layout, prepared.data, userRandom.restart, settings.frozen);
  const active = activeEntries(prepared);
  const how = { setting: await openSecond(prepared, gradientAt, request), gradientAt, active };
  const isLarge = active.length > MOST_COLUMNS;
  const results: SecondResult[] = [];
  if (model.hessian !== undefined) {
    const claimed = await claims.hessian(point);
    const product = async (v: Float64Array): Promise<Float64Array> => multiply(claimed, v);
    results.push(
      isLarge
        ? await checkProducts(request, how, { name: 'hessian', product })
        : await checkMatrix(request, how, { name: 'hessian', claimed }),
    );
  }
  if (model.hvp === undefined) return results;
  const product = (v: Float64Array): Promise<Float64Array> => claims.product(point, v);
  if (isLarge) return [...results, await checkProducts(request, how, { name: 'hvp', product })];
  const matrix = new Float64Array(size ** 2);
  for (const j of active)
    (await product(new Float64Array(size).with(j, 1))).forEach((value, i) => void (matrix[i * size + j] = value));
  const result = await checkMatrix(request, how, { name: 'hvp', claimed: matrix });
  const mismatch = await checkLinearity(claims, prepared, matrix, active);
  return [...results, mismatch ? { ...result, mismatch } : result];
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

import type { Diagnosis } from '../check/report.js';
import type { SecondDerivatives } from '../model/second-derivatives.js';
import { createRandom } from '../numdiff/index.js';
import type { PreparedModel } from './prepare-model.js';

/** Products by differences of the gradient, which are as good as their step, differ by less than this share of Σ|terms|. */
const ALLOWED = 1e-4;
const ALLOWED_FLOAT32 = 1e-2;

/** A product with a random direction against the sum of the products with its parts; a diagnosis where they differ. */
export async function checkLinearity(
  claims: SecondDerivatives,
  { layout, point, judging, dtype }: PreparedModel,
  matrix: Float64Array,
  active: Int32Array,
): Promise<Diagnosis | undefined> {
  const random = createRandom(judging.seed);
  const direction = new Float64Array(layout.size);
  // Numbers that float32 holds exactly.
  for (const j of active) direction[j] = Math.fround((random() < 0.5 ? -1 : 1) * (0.5 + random()));
  const product = await claims.product(point, direction);
  const allowed = dtype === 'float32' ? ALLOWED_FLOAT32 : ALLOWED;
  for (const i of active) {
    let sum = 0;
    let magnitude = 0;
    for (const j of active) {
      const term = matrix[i * layout.size + j] * direction[j];
      sum += term;
      magnitude += Math.abs(term);
    }
    if (!(Math.abs(product[i] - sum) > allowed * Math.max(magnitude, Math.abs(product[i])))) continue;
    return {
      code: 'unknown',
      path: 'hvp',
      message: `hvp is not linear in its direction: for a random direction v, entry ${i} of hvp(params, v) is ${product[i].toPrecision(6)}, but the products with the unit vectors, weighted with v, add up to ${sum.toPrecision(6)}`,
      evidence: 'strong',
    };
  }
  return undefined;
}

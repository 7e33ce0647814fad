import type { Diagnosis } from '../check/report.js';
import type { ProductCheck } from './check-products.js';
import type { PreparedModel } from './prepare-model.js';

/** Products by differences of the gradient, which are as good as their step, differ by less than this share of Σ|terms|. */
const ALLOWED = 1e-4;
const ALLOWED_FLOAT32 = 1e-2;
/** Directions of more entries than this are not told in full. */
const MOST_TOLD = 6;

/** A product with a random direction against the sum of the products with its parts; a diagnosis where they differ. */
export async function checkLinearity(
  { layout, dtype }: PreparedModel,
  { active, direction }: Pick<ProductCheck, 'active' | 'direction'>,
  claimed: { readonly matrix: Float64Array; product(direction: Float64Array): Promise<Float64Array> },
): Promise<Diagnosis | undefined> {
  // What is not finite is told as that.
  if (!claimed.matrix.every(Number.isFinite)) return undefined;
  if (isBlind(layout.size, active, claimed.matrix))
    return tell('hvp returns the same for every unit vector: it does not use its direction v');
  const product = await claimed.product(direction);
  const allowed = dtype === 'float32' ? ALLOWED_FLOAT32 : ALLOWED;
  let worst = { i: -1, sum: 0, share: 0 };
  for (const i of active) {
    let sum = 0;
    let magnitude = 0;
    for (const j of active) {
      const term = claimed.matrix[i * layout.size + j] * direction[j];
      sum += term;
      magnitude += Math.abs(term);
    }
    const gap = Math.abs(product[i] - sum);
    const scale = Math.max(magnitude, Math.abs(product[i]));
    if (gap <= allowed * scale) continue;
    const share = gap / scale;
    if (!(share <= worst.share)) worst = { i, sum, share };
  }
  if (worst.i < 0) return undefined;
  const { i, sum } = worst;
  const v = direction.length <= MOST_TOLD ? `v = [${[...direction].join(', ')}]` : 'a random direction v';
  return tell(
    `hvp is not linear in its direction: for ${v}, entry ${i} of hvp(params, v) is ${product[i].toPrecision(6)}, but the products with the unit vectors, weighted with v, add up to ${sum.toPrecision(6)}`,
  );
}

/** All columns are one and the same, and not 0. */
function isBlind(size: number, active: Int32Array, matrix: Float64Array): boolean {
  if (active.length < 2) return false;
  const isSame = active.every((i) => active.every((j) => matrix[i * size + j] === matrix[i * size + active[0]]));
  return isSame && active.some((i) => matrix[i * size + active[0]] !== 0);
}

function tell(message: string): Diagnosis {
  return { code: 'unknown', path: 'hvp', message, evidence: 'strong' };
}

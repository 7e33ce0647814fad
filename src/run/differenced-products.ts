import { directionLine, splitByRoom } from '../curvature/difference-gradient.js';
import { gradientSlopes, type Slopes } from '../curvature/gradient-slopes.js';
import { answerVectors } from '../curvature/questions.js';
import { norm } from '../curvature/symmetric-matrix.js';
import { createRandom } from '../numdiff/index.js';
import { spreadActive, type CurvatureSetting } from './curvature-setting.js';
import type { Products } from './exact-hessian.js';
import type { GradientAt } from './gradient-source.js';

/** Each takes two gradients. */
const MOST_PRODUCTS = 300;
/** Directions over which the error of a product is measured. */
const SAMPLES = 3;
/** A direction of unit length and the worst one differ by less than this in the error of their products, as a rule. */
const MARGIN = 4;

/** Products by differences of the gradient along each direction, within the bounds. */
export async function differencedProducts(
  { domain }: CurvatureSetting,
  gradientAt: GradientAt,
  { gradient, noise }: { readonly gradient: Float64Array; readonly noise: Float64Array },
  isFloat32: boolean,
): Promise<Products> {
  const random = createRandom(1);
  let errorBar = 0;
  for (let k = 0; k < SAMPLES; k++) {
    const signs = Float64Array.from(domain.active, () => (random() < 0.5 ? -1 : 1));
    const { bounds } = await slopesAlong(signs.map((sign) => sign / norm(signs)));
    errorBar = Math.max(errorBar, MARGIN * norm(bounds));
  }
  return { product: async (direction) => (await slopesAlong(direction)).values, errorBar, budget: MOST_PRODUCTS };

  async function slopesAlong(direction: Float64Array): Promise<Omit<Slopes, 'kinks'>> {
    const values = new Float64Array(direction.length);
    const bounds = new Float64Array(direction.length);
    for (const { part, sign } of splitByRoom(domain, spreadActive(domain, direction))) {
      // So far that the first entry to do so leaves its typical size.
      const reach = part.reduce(
        (least, v, i) => (v === 0 ? least : Math.min(least, domain.scales[i] / Math.abs(v))),
        Infinity,
      );
      const line = directionLine(
        domain,
        part.map((v) => v * reach),
        isFloat32,
      );
      const found = await answerVectors(gradientSlopes(line, gradient, noise), gradientAt);
      for (let i = 0; i < values.length; i++) {
        values[i] += (sign * found.values[i]) / reach;
        bounds[i] += found.bounds[i] / reach;
      }
    }
    return { values, bounds };
  }
}

import { directionLine, splitByRoom } from '../curvature/difference-gradient.js';
import { gradientSlopes, type Slopes } from '../curvature/gradient-slopes.js';
import { answerVectors } from '../curvature/questions.js';
import { norm } from '../curvature/symmetric-matrix.js';
import { createRandom } from '../numdiff/index.js';
import { spreadActive, type CurvatureSetting } from './curvature-setting.js';
import type { Products } from './exact-hessian.js';
import type { GradientAt } from './gradient-source.js';
import { refuseInfiniteProduct } from './refuse-infinite.js';

/** Each takes two gradients. */
const MOST_PRODUCTS = 300;
/** Directions over which the error of a product is measured. */
const SAMPLES = 3;
/** A direction of unit length and the worst one differ by less than this in the error of their products, as a rule. */
const MARGIN = 4;

/** Products by differences of the gradient along each direction, within the bounds. */
export async function differencedProducts(
  setting: CurvatureSetting,
  gradientAt: GradientAt,
  { gradient, noise }: { readonly gradient: Float64Array; readonly noise: Float64Array },
  isFloat32: boolean,
): Promise<Products> {
  const { domain } = setting;
  const random = createRandom(1);
  let [errorBar, kinks] = [0, 0];
  for (let k = 0; k < SAMPLES; k++) {
    const signs = Float64Array.from(domain.active, () => (random() < 0.5 ? -1 : 1));
    const length = norm(signs);
    const found = await slopesAlong(signs.map((sign) => sign / length));
    refuseInfiniteProduct(setting, found.bounds);
    // Noise errs alike in all directions. A kink is a matter of one, c·n·nᵀ, in which a random one has but a part of 1/√size.
    errorBar = Math.max(errorBar, (found.kinks > 0 ? length : MARGIN) * norm(found.bounds));
    kinks = Math.max(kinks, found.kinks);
  }
  const product = async (direction: Float64Array): Promise<Float64Array> => (await slopesAlong(direction)).values;
  return { product, errorBar, kinks, budget: MOST_PRODUCTS };

  async function slopesAlong(direction: Float64Array): Promise<Slopes> {
    let kinks = 0;
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
      kinks = Math.max(kinks, found.kinks);
      for (let i = 0; i < values.length; i++) {
        values[i] += (sign * found.values[i]) / reach;
        bounds[i] += found.bounds[i] / reach;
      }
    }
    return { values, bounds, kinks };
  }
}

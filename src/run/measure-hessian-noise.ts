import type { RecordedTape } from '../autodiff/recorder.js';
import { hessianVectorProduct } from '../autodiff/sweep.js';
import { gradientLine } from '../check/gradient-line.js';
import { norm } from '../curvature/symmetric-matrix.js';
import { createRandom, gradientNoise, RULE } from '../numdiff/index.js';
import { spreadActive, takeActive, type CurvatureSetting } from './curvature-setting.js';

/** Random vectors whose products are looked at. */
const VECTORS = 2;

/**
 * Bound on the rounding error E of an exact Hessian, as the norm of S·E·S for the typical sizes S: products with vectors of
 * random signs at equispaced points of a short line, whose third differences are noise. For such a z the mean of |E·z|² is
 * the square of the Frobenius norm of E, which bounds the spectral one.
 */
export async function measureHessianNoise(
  { prepared, domain }: CurvatureSetting,
  record: (point: Float64Array) => Promise<RecordedTape>,
): Promise<number> {
  const { layout, point, settings, judging } = prepared;
  const random = createRandom(judging.seed);
  const scales = takeActive(domain, domain.scales);
  const vectors = Array.from({ length: VECTORS }, () =>
    spreadActive(
      domain,
      scales.map((s) => (random() < 0.5 ? -s : s)),
    ),
  );
  const samples: Float64Array[][] = vectors.map(() => []);
  for (const at of gradientLine(layout, point, settings, random)) {
    const tape = await record(at);
    vectors.forEach((vector, k) => samples[k].push(hessianVectorProduct(tape, vector)));
  }
  const norms = samples.map((products) => {
    const deviations = takeActive(domain, gradientNoise(products, layout.leaves));
    return norm(deviations.map((deviation, k) => deviation * scales[k]));
  });
  return RULE.noiseFactor * Math.max(...norms);
}

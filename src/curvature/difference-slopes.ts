import { boundLadder, ulp, type Asking } from '../numdiff/index.js';
import { entryAt, freeSide, largestStep, type HessianDomain } from './hessian-domain.js';
import { firstDifference } from './stencil.js';

/** A gradient over all entries, and a bound on the error of each component. */
export interface BoundedGradient {
  readonly gradient: Float64Array;
  readonly bounds: Float64Array;
}

/** Steps in units of the entries: the cube root of rounding is 2⁻¹⁷, noisy losses take more. */
const STEPS = [2 ** -17, 2 ** -13, 2 ** -9, 2 ** -5];
const STEPS_FLOAT32 = [2 ** -8, 2 ** -6, 2 ** -4];

/** The gradient by differences of the loss at a few steps, as good as its stationarity has to be judged. */
export function* differenceSlopes(
  domain: HessianDomain,
  { noise, roundoff }: { readonly noise: number; readonly roundoff: number },
): Asking<BoundedGradient> {
  const gradient = new Float64Array(domain.point.length);
  const bounds = new Float64Array(domain.point.length);
  const steps = roundoff > 2 ** -40 ? STEPS_FLOAT32 : STEPS;
  for (const index of domain.active) {
    const most = largestStep(domain, index, firstDifference(1).reach);
    const shrink = Math.min(1, most / domain.scales[index] / steps[steps.length - 1]);
    const rows = [];
    for (const step of steps)
      rows.push(yield* slopeAt(domain, index, step * shrink * domain.scales[index], { noise, roundoff }));
    const { value, bound } = boundLadder(rows.filter((row) => Number.isFinite(row.value)));
    gradient[index] = value;
    bounds[index] = bound;
  }
  return { gradient, bounds };
}

function* slopeAt(
  domain: HessianDomain,
  index: number,
  step: number,
  { noise, roundoff }: { readonly noise: number; readonly roundoff: number },
): Asking<{ width: number; value: number; noise: number }> {
  const { nodes } = firstDifference(freeSide(domain, index, step));
  const values = nodes.map(({ at }) => entryAt(domain, index, at * step));
  const answers = yield values.map((value) => ({ index, value }));
  // What was rounded off on the way there counts.
  const width = Math.abs(values[0] - values[values.length - 1]) / 2;
  let [sum, weights, largest] = [0, 0, 0];
  nodes.forEach(({ weight }, k) => {
    sum += weight * answers[k];
    weights += Math.abs(weight);
    largest = Math.max(largest, Math.abs(answers[k]));
  });
  return { width: step, value: sum / width, noise: (weights * Math.max(noise, ulp(largest, roundoff))) / width };
}

import { boundLadder, ulp, type Asking, type Estimate } from '../numdiff/index.js';
import { pointAlong, type HessianDomain } from './hessian-domain.js';
import { roomAlong } from './difference-gradient.js';
import { secondDifference, totalWeight } from './stencil.js';

/** Steps along a direction one unit of which moves each entry by about its typical size. */
const STEPS = [2 ** -15, 2 ** -12, 2 ** -9, 2 ** -6];

/** vᵀHv by second differences of the loss along v, with a bound on its error. To one side where a bound is near. */
export function* curvatureAlong(
  domain: HessianDomain,
  direction: Float64Array,
  { loss, noise, roundoff }: { readonly loss: number; readonly noise: number; readonly roundoff: number },
): Asking<Estimate> {
  const [below, above] = roomAlong(domain, direction);
  const side = Math.min(below, above) >= STEPS[STEPS.length - 1] ? 0 : above >= below ? 1 : -1;
  const stencil = secondDifference(side);
  const ceiling = Math.max(below, above) / stencil.reach;
  const rows = [];
  for (const step of STEPS.filter((one) => one <= ceiling)) {
    const away = stencil.nodes.filter(({ at }) => at !== 0);
    const answers = yield away.map(({ at }) => ({ point: pointAlong(domain, direction, at * step) }));
    const center = stencil.nodes.find(({ at }) => at === 0)!.weight * loss;
    const sum = away.reduce((total, { weight }, k) => total + weight * answers[k], center);
    const largest = Math.max(Math.abs(loss), ...answers.map(Math.abs));
    const noiseOfOne = Math.max(noise, ulp(largest, roundoff));
    rows.push({ width: step, value: sum / step / step, noise: (totalWeight(stencil) * noiseOfOne) / step / step });
  }
  return boundLadder(rows.filter(({ value }) => Number.isFinite(value)));
}

import { roomAlong } from '../curvature/difference-gradient.js';
import { pointAlong } from '../curvature/hessian-domain.js';
import { dot } from '../curvature/symmetric-matrix.js';
import { ulp } from '../numdiff/index.js';
import type { CurvatureSetting } from './curvature-setting.js';
import type { GradientAt } from './gradient-source.js';

/** How far to go, in units of the direction. */
const AWAY = [2 ** -10, 2 ** -6, 2 ** -3];
/** What the rule is off at most, of the largest slope times the way: kinks on the way make it coarse. */
const COARSENESS = 0.5;

/**
 * Whether a gradient by following the loss is that of the loss farther along as well, to both sides of the point: its
 * integral along a direction must come to the change of the loss. Values that are rounded on the way, or looked up, change
 * in steps whose derivative is 0.
 */
export async function confirmGradient(
  { prepared, loss, noise, domain }: CurvatureSetting,
  direction: Float64Array,
  gradientAt: GradientAt,
): Promise<boolean> {
  const lossAt = prepared.objective.lossAround(prepared.point);
  const [below, above] = roomAlong(domain, direction);
  const ways = AWAY.flatMap((t) => [-Math.min(t, below), Math.min(t, above)]).filter((t) => t !== 0);
  for (const t of ways) {
    const at = (share: number): Float64Array => pointAlong(domain, direction, share * t);
    const slopes: number[] = [];
    for (const share of [0.25, 0.5, 0.75]) slopes.push(dot(await gradientAt(at(share)), direction));
    // Milne's open rule, t·(2g₁ − g₂ + 2g₃)/3 (Abramowitz & Stegun 25.4.21): the slope at the point may be of neither side.
    const integral = (t * (2 * slopes[0] - slopes[1] + 2 * slopes[2])) / 3;
    const there = await lossAt({ point: at(1) });
    const rounding = 4 * Math.max(noise.bound, ulp(Math.max(Math.abs(there), Math.abs(loss)), noise.roundoff));
    const largest = Math.abs(t) * Math.max(...slopes.map(Math.abs));
    // A step may leave the domain of the loss, which says nothing.
    if (Math.abs(there - loss - integral) > rounding + COARSENESS * largest) return false;
  }
  return true;
}

import { takeActive, type CurvatureSetting } from './curvature-setting.js';
import type { HessianAccess } from './open-hessian.js';

/** The gradient over the active parameters, as far as it stands out of its error: noise alone makes no point stationary or not. */
export function certainGradient(
  { domain }: CurvatureSetting,
  { gradient, gradientBounds }: HessianAccess,
): Float64Array {
  const beyond = gradient.map((g, i) => Math.sign(g) * Math.max(0, Math.abs(g) - (gradientBounds?.[i] ?? 0)));
  return takeActive(domain, beyond);
}

import { takeActive, type CurvatureSetting } from './curvature-setting.js';
import type { HessianAccess } from './open-hessian.js';

/** The gradient over the active parameters, as far as it stands out of its error: noise alone makes no point stationary or not. */
export function certainGradient(
  { domain }: CurvatureSetting,
  { gradient, gradientBounds }: HessianAccess,
): Float64Array {
  const beyond = gradient.map((g, i) => {
    const bound = gradientBounds?.[i] ?? 0;
    // Where nothing bounds the error, the value is all there is.
    return Number.isFinite(bound) ? Math.sign(g) * Math.max(0, Math.abs(g) - bound) : g;
  });
  return takeActive(domain, beyond);
}

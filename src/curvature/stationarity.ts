import { dot, eigenvector, norm, type Eigenpairs } from './symmetric-matrix.js';

/** Whether the point is as good as stationary: how far the loss would fall, and what counts as nothing. */
export interface Stationarity {
  readonly isStationary: boolean;
  /** By how much the loss would fall by a step to the stationary point that gradient and Hessian speak of. */
  readonly gain: number;
  readonly negligible: number;
}

/** A gain below this share of the scale of the loss is what optimisers leave. */
const NEGLIGIBLE = 1e-10;

/**
 * Gradients have units, so no fixed number says whether one is zero. Along an eigenvector v the quadratic model gains
 * (g·v)²/2|λ|, and |g·v|·s within the typical size s of what moves, whichever is less.
 */
export function gainByEigenpairs(gradient: Float64Array, scales: Float64Array, pairs: Eigenpairs): number {
  let gain = 0;
  for (let k = 0; k < pairs.values.length; k++) {
    const v = eigenvector(pairs, k);
    const slope = Math.abs(dot(gradient, v));
    const reach = v.reduce((sum, component, i) => sum + Math.abs(component) * scales[i], 0);
    gain += lesserGain(slope, pairs.values[k], reach);
  }
  return gain;
}

/** The same by a Gauss quadrature of the spectrum as the gradient sees it (Krylov space started at g), ½·gᵀ|H|⁻¹g. */
export function gainByQuadrature(
  gradient: Float64Array,
  scales: Float64Array,
  { nodes, weights }: { readonly nodes: Float64Array; readonly weights: Float64Array },
): number {
  const length = norm(gradient);
  if (length === 0) return 0;
  const reach = gradient.reduce((sum, g, i) => sum + (Math.abs(g) / length) * scales[i], 0);
  return nodes.reduce((sum, node, k) => sum + lesserGain(length * Math.sqrt(weights[k]), node, reach), 0);
}

function lesserGain(slope: number, eigenvalue: number, reach: number): number {
  return slope === 0 ? 0 : Math.min((slope / 2) * (slope / Math.abs(eigenvalue)), slope * reach);
}

/**
 * Holds a gain against the noise of the loss and a small share of its scale: its size, or what it changes by over the
 * typical sizes of its parameters, ½Σ|Hᵢᵢ|sᵢ².
 * @param noise bound on the error of one value of the loss
 */
export function judgeStationarity(
  gain: number,
  { loss, noise, change }: { readonly loss: number; readonly noise: number; readonly change: number },
): Stationarity {
  // What a loss close to overflow changes by may be beyond it.
  const scale = Math.min(Math.max(Math.abs(loss), change), Number.MAX_VALUE);
  const negligible = Math.max(noise, NEGLIGIBLE * scale);
  return { isStationary: gain <= negligible, gain, negligible };
}

import { dot, eigenvector, type Eigenpairs } from './symmetric-matrix.js';

/** Whether the point is as good as stationary: how far the loss would fall, and what counts as nothing. */
export interface Stationarity {
  readonly isStationary: boolean;
  /** By how much the loss would fall by a step to the stationary point that gradient and Hessian speak of. */
  readonly gain: number;
  readonly allowed: number;
}

/** A gain below this share of the scale of the loss is what optimisers leave. */
const NEGLIGIBLE = 1e-10;

export interface StationarityFacts {
  readonly gradient: Float64Array;
  /** Typical sizes of the entries. */
  readonly scales: Float64Array;
  readonly loss: number;
  /** Bound on the error of one value of the loss. */
  readonly noise: number;
  /** |Hᵢᵢ|, or a bound on it. */
  readonly curvatures: ArrayLike<number>;
}

/**
 * Gradients have units, so no fixed number says whether one is zero. Along an eigenvector v the quadratic model gains
 * (g·v)²/2|λ|, and |g·v|·s within the typical size s of what moves, whichever is less. That is held against the noise of the
 * loss and a small share of its scale, max(|f|, ½Σ|Hᵢᵢ|sᵢ²): of the loss, or of what it changes by over typical sizes.
 */
export function judgeStationarity(facts: StationarityFacts, pairs: Eigenpairs): Stationarity {
  const { gradient, scales } = facts;
  let gain = 0;
  for (let k = 0; k < pairs.values.length; k++) {
    const v = eigenvector(pairs, k);
    const slope = Math.abs(dot(gradient, v));
    const reach = v.reduce((sum, component, i) => sum + Math.abs(component) * scales[i], 0);
    gain += Math.min(slope ** 2 / 2 / Math.abs(pairs.values[k]) || 0, slope * reach);
  }
  return compare(facts, gain);
}

/** The same from the gradient's own direction and the curvatures of single entries, where no eigenvectors are at hand. */
export function judgeStationarityByEntries(facts: StationarityFacts): Stationarity {
  const { gradient, scales, curvatures } = facts;
  const gain = gradient.reduce(
    (sum, g, i) => sum + Math.min(g ** 2 / 2 / Math.abs(curvatures[i]) || 0, Math.abs(g) * scales[i]),
    0,
  );
  return compare(facts, gain);
}

function compare({ scales, loss, noise, curvatures }: StationarityFacts, gain: number): Stationarity {
  const change = scales.reduce((sum, s, i) => sum + (Math.abs(curvatures[i]) * s * s) / 2, 0);
  const allowed = Math.max(noise, NEGLIGIBLE * Math.max(Math.abs(loss), change));
  return { isStationary: gain <= allowed, gain, allowed };
}

import { lanczos } from './lanczos.js';
import type { AskingVectors } from './questions.js';
import type { EigenSolver } from './symmetric-matrix.js';

/** An estimate of the share of eigenvalues near each node. */
export interface SpectralDensity {
  readonly nodes: Float64Array;
  /** Sum to 1. */
  readonly weights: Float64Array;
}

/**
 * Stochastic Lanczos quadrature: for a random vector of signs v the Gauss quadrature of a Krylov space started at v has, on
 * average, the weight of the eigenvalues near each node (Golub & Meurant 1994; Ubaru, Chen & Saad, SIAM J. Matrix Anal.
 * Appl. 38, 2017; for Hessians Ghorbani, Krishnan & Xiao 2019). The mean over some vectors.
 */
export function* estimateDensity(
  size: number,
  { vectors, steps, random, solve }: { vectors: number; steps: number; random: () => number; solve: EigenSolver },
): AskingVectors<SpectralDensity> {
  const found: { node: number; weight: number }[] = [];
  for (let k = 0; k < vectors; k++) {
    const start = Float64Array.from({ length: size }, () => (random() < 0.5 ? -1 : 1));
    const { nodes, weights } = yield* lanczos({ start, mostSteps: steps, tolerance: 0, solve });
    nodes.forEach((node, i) => found.push({ node, weight: weights[i] / vectors }));
  }
  found.sort((a, b) => a.node - b.node);
  return {
    nodes: Float64Array.from(found, ({ node }) => node),
    weights: Float64Array.from(found, ({ weight }) => weight),
  };
}

/** About how many of `size` eigenvalues are negative, zero and positive, by a density. */
export function estimateSigns({ nodes, weights }: SpectralDensity, size: number, level: number) {
  let [negative, positive] = [0, 0];
  nodes.forEach((node, i) => {
    if (node > level) positive += weights[i];
    else if (node < -level) negative += weights[i];
  });
  const counts = { negative: Math.round(negative * size), positive: Math.round(positive * size) };
  return { ...counts, zero: Math.max(0, size - counts.negative - counts.positive) };
}

import type { AskingVectors } from './questions.js';
import { dot, norm, type EigenSolver } from './symmetric-matrix.js';

/** An approximate eigenvalue: some eigenvalue of the matrix lies within `residual` of it. */
export interface RitzPair {
  readonly value: number;
  /** Unit vector. */
  readonly vector: Float64Array;
  readonly residual: number;
}

/** What a Krylov space of some steps knows of a symmetric operator. */
export interface KrylovResult {
  readonly lowest: RitzPair;
  readonly highest: RitzPair;
  /** Ritz values, smallest first, and the squares of the first components of their vectors: a Gauss quadrature. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
  readonly steps: number;
}

export interface LanczosProblem {
  readonly start: Float64Array;
  readonly mostSteps: number;
  /** Both ends are known once their residuals are below this share of the largest |λ|. 0: take all steps. */
  readonly tolerance: number;
  readonly solve: EigenSolver;
}

/** The small eigenproblem is solved after this many steps, and each time there are half as many more. */
const FIRST_LOOK = 20;

/**
 * Lanczos's method with full reorthogonalisation, without which rounding makes copies of eigenvalues that have converged
 * (Parlett, The Symmetric Eigenvalue Problem, 1998, ch. 13). Asks for products of the matrix with vectors. The
 * residual of a Ritz pair is β·|last component|.
 */
export function* lanczos({ start, mostSteps, tolerance, solve }: LanczosProblem): AskingVectors<KrylovResult> {
  const basis: Float64Array[] = [scaled(start, 1 / norm(start))];
  const alphas: number[] = [];
  const betas: number[] = [];
  let look = tolerance === 0 ? mostSteps : Math.min(FIRST_LOOK, mostSteps);
  for (;;) {
    const q = basis[basis.length - 1];
    const [product] = yield [q];
    const w = product.slice();
    const alpha = dot(w, q);
    alphas.push(alpha);
    subtract(w, q, alpha);
    if (basis.length > 1) subtract(w, basis[basis.length - 2], betas[betas.length - 1]);
    orthogonalize(w, basis);
    const beta = norm(w);
    betas.push(beta);
    // What is left is the rounding of the product: the space is invariant.
    const isInvariant = beta <= 8 * Number.EPSILON * norm(product) || !(beta > 0);
    const isLast = isInvariant || basis.length >= Math.min(mostSteps, start.length);
    if (isLast || basis.length >= look) {
      const found = summarize(basis, alphas, betas, solve);
      const largest = Math.max(Math.abs(found.lowest.value), Math.abs(found.highest.value));
      const isKnown = Math.max(found.lowest.residual, found.highest.residual) <= tolerance * largest;
      if (isLast || isKnown) return found;
      look = Math.ceil(look * 1.5);
    }
    basis.push(scaled(w, 1 / beta));
  }
}

function summarize(
  basis: readonly Float64Array[],
  alphas: readonly number[],
  betas: readonly number[],
  solve: EigenSolver,
): KrylovResult {
  const steps = alphas.length;
  const values = new Float64Array(steps * steps);
  for (let k = 0; k < steps; k++) {
    values[k * steps + k] = alphas[k];
    if (k > 0) values[k * steps + k - 1] = values[(k - 1) * steps + k] = betas[k - 1];
  }
  const small = solve({ size: steps, values });
  const last = betas[steps - 1];
  const pairAt = (k: number): RitzPair => {
    const vector = new Float64Array(basis[0].length);
    for (let j = 0; j < steps; j++) subtract(vector, basis[j], -small.vectors[j * steps + k]);
    return { value: small.values[k], vector, residual: last * Math.abs(small.vectors[(steps - 1) * steps + k]) };
  };
  return {
    lowest: pairAt(0),
    highest: pairAt(steps - 1),
    nodes: small.values,
    weights: small.vectors.slice(0, steps).map((component) => component * component),
    steps,
  };
}

/** A function of its own: inside of the generator V8 (Node 20) runs these loops ten times slower. */
function orthogonalize(vector: Float64Array, basis: readonly Float64Array[]): void {
  for (const known of basis) {
    let component = 0;
    for (let i = 0; i < known.length; i++) component += vector[i] * known[i];
    subtract(vector, known, component);
  }
}

function scaled(vector: Float64Array, factor: number): Float64Array {
  return vector.map((value) => value * factor);
}

function subtract(from: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < from.length; i++) from[i] -= factor * vector[i];
}

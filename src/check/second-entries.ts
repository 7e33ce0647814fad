import type { Leaf, TreeLayout } from '../model/tree-layout.js';
import { ROUNDOFF_32, ROUNDOFF_64, ulp, type NoiseLevel, type RuleConstants } from '../numdiff/index.js';
import type { EntryProblem, PointContext } from './entry-problem.js';

/** A claimed Hessian, and what is known of the gradient whose derivative it should be. */
export interface SecondProblem {
  /** `hessian` or `hvp`: how reports call it. */
  readonly name: string;
  readonly size: number;
  /** Row by row, over all parameters. */
  readonly claimed: Float64Array;
  readonly point: Float64Array;
  readonly gradient: Float64Array;
  /** Bound on the error of each component of the gradient. */
  readonly gradientNoise: Float64Array;
  /** Typical sizes of the parameters, powers of two, and their median. */
  readonly scales: Float64Array;
  readonly typicalScale: number;
  readonly noise: NoiseLevel;
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  isFloat32(i: number): boolean;
  readonly rule: RuleConstants;
}

/**
 * Row i of a Hessian is the gradient of the i-th component of the gradient, so that each entry is checked by the rule for
 * entries of a gradient: ∂gᵢ/∂xⱼ is claimed, gᵢ is what is evaluated.
 */
export function secondEntry(problem: SecondProblem, i: number, j: number): EntryProblem {
  const { size, claimed, point, scales, lower, upper, isFloat32, rule } = problem;
  const value = claimed[i * size + j];
  return {
    index: j,
    x: point[j],
    claimed: value,
    scale: scales[j],
    isFloat32: isFloat32(j),
    lower: lower?.[j] ?? -Infinity,
    upper: upper?.[j] ?? Infinity,
    claimBound: rule.claimRoundoff * (isFloat32(i) ? ROUNDOFF_32 : ROUNDOFF_64) * Math.abs(value),
  };
}

/** What is known of the i-th component of the gradient, for all entries of the row. */
export function rowContext(problem: SecondProblem, i: number): PointContext {
  const { size, claimed, scales, gradient, gradientNoise, typicalScale, noise, rule } = problem;
  const roundoff = Math.max(noise.roundoff, problem.isFloat32(i) ? ROUNDOFF_32 : ROUNDOFF_64);
  let largestChange = 0;
  for (let j = 0; j < size; j++) {
    const change = Math.abs(claimed[i * size + j]) * scales[j];
    if (change < Infinity) largestChange = Math.max(largestChange, change);
  }
  return {
    loss: gradient[i],
    noiseBound: Math.max(gradientNoise[i], (rule.noiseFactor / 2) * ulp(gradient[i], roundoff)),
    roundoff,
    flatStep: 0,
    deterministic: noise.deterministic,
    typicalScale,
    largestChange,
    rule,
  };
}

/** The claimed matrix as a parameter of a report: entry [i, j] over the flat parameters. */
export function matrixLeaf(name: string, size: number): Leaf {
  return { path: name, shape: [size, size], size: size * size, offset: 0, storage: 'float64' };
}

/** A layout of that parameter alone, for who looks for patterns in it. */
export function matrixLayout(leaf: Leaf): TreeLayout {
  return { root: { kind: 'typed', leaf }, leaves: [leaf], size: leaf.size };
}

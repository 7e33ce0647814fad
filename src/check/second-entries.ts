import type { Leaf, TreeLayout } from '../model/tree-layout.js';
import { ROUNDOFF_32, ROUNDOFF_64, ulp, type NoiseLevel, type RuleConstants } from '../numdiff/index.js';
import type { EntryProblem, PointContext } from './entry-problem.js';

/** The gradient at a point, whose derivative a Hessian should be, and what is known around it. */
export interface SecondSetting {
  readonly size: number;
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

/** A claimed Hessian, row by row, over all parameters. */
export interface SecondProblem extends SecondSetting {
  readonly claimed: Float64Array;
}

/**
 * Row i of a Hessian is the gradient of the i-th component of the gradient, so that each entry is checked by the rule for
 * entries of a gradient: ∂gᵢ/∂xⱼ is claimed, gᵢ is what is evaluated.
 */
export function secondEntry(setting: SecondSetting, i: number, j: number, claimed: number): EntryProblem {
  const { point, scales, lower, upper, isFloat32, rule } = setting;
  return {
    index: j,
    x: point[j],
    claimed,
    scale: scales[j],
    isFloat32: isFloat32(j),
    lower: lower?.[j] ?? -Infinity,
    upper: upper?.[j] ?? Infinity,
    claimBound: rule.claimRoundoff * (isFloat32(i) ? ROUNDOFF_32 : ROUNDOFF_64) * Math.abs(claimed),
  };
}

/** What is known of the i-th component of the gradient, for all entries of the row. */
export function rowContext(problem: SecondProblem, i: number): PointContext {
  const { size, claimed, scales, typicalScale } = problem;
  let largestChange = 0;
  for (let j = 0; j < size; j++) {
    const change = Math.abs(claimed[i * size + j]) * scales[j];
    if (change < Infinity) largestChange = Math.max(largestChange, change);
  }
  return componentContext(problem, i, { largestChange, typicalScale });
}

/**
 * The i-th component of a product H·v is the derivative of gᵢ(x + t·v) at t = 0: one unit of t moves each parameter by
 * about its typical size.
 * @param room how far the line may be followed to both sides
 */
export function productEntry(
  { isFloat32, rule }: SecondSetting,
  i: number,
  claimed: number,
  [lower, upper]: readonly [number, number],
): EntryProblem {
  const roundoff = isFloat32(i) ? ROUNDOFF_32 : ROUNDOFF_64;
  const claimBound = rule.claimRoundoff * roundoff * Math.abs(claimed);
  return { index: i, x: 0, claimed, scale: 1, isFloat32: false, lower, upper, claimBound };
}

/** What is known of the i-th component of the gradient, where it should move by `largestChange` over typical sizes. */
export function componentContext(
  { gradient, gradientNoise, noise, rule, isFloat32 }: SecondSetting,
  i: number,
  sizes: Pick<PointContext, 'largestChange' | 'typicalScale'>,
): PointContext {
  const roundoff = Math.max(noise.roundoff, isFloat32(i) ? ROUNDOFF_32 : ROUNDOFF_64);
  return {
    loss: gradient[i],
    noiseBound: Math.max(gradientNoise[i], (rule.noiseFactor / 2) * ulp(gradient[i], roundoff)),
    roundoff,
    flatStep: 0,
    deterministic: noise.deterministic,
    rule,
    ...sizes,
  };
}

/** The claimed matrix as a parameter of a report: entry [i, j] over the flat parameters. */
export function matrixLeaf(name: string, size: number): Leaf {
  return { path: name, shape: [size, size], size: size * size, offset: 0, storage: 'float64' };
}

/** A product with a direction as a parameter of a report: entry [i] over the flat parameters. */
export function productLeaf(name: string, size: number): Leaf {
  return { path: name, shape: [size], size, offset: 0, storage: 'float64' };
}

/** A layout of one parameter alone, for who looks for patterns in it. */
export function matrixLayout(leaf: Leaf): TreeLayout {
  return { root: { kind: 'typed', leaf }, leaves: [leaf], size: leaf.size };
}

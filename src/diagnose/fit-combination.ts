import { claimsOf, fitConstant, type Constant, type Measured, type Prediction } from './match-claims.js';
import type { ParameterEvidence } from './parameter-evidence.js';

/** a = own·n + other·b, or a = other·b where `own` is null. */
export interface Fit {
  readonly own: Constant | null;
  readonly other: Constant;
  readonly prediction: Prediction;
}

/** a = c·b. */
export function fitSingle(parameter: ParameterEvidence, b: Measured): Fit | null {
  const told = parameter.known.filter((i) => Number.isFinite(b.value(i)));
  const c = fitConstant(told, claimsOf(parameter), b);
  if (!c) return null;
  return {
    own: null,
    other: c,
    prediction: {
      value: (i) => c.value * b.value(i),
      error: (i) => Math.abs(c.value) * b.error(i) + c.error * Math.abs(b.value(i)),
    },
  };
}

/**
 * Least squares for a = c·n + d·b, each entry weighted by its bound. With residuals within the bounds the constants are
 * off by at most √(m·cov) (Cauchy–Schwarz over m entries).
 */
export function fitPair(parameter: ParameterEvidence, b: Measured): Fit | null {
  const { known, claimed, claimError, numeric, bound } = parameter;
  let [nn, nb, bb, an, ab, count] = [0, 0, 0, 0, 0, 0];
  for (const i of known) {
    const other = b.value(i);
    const weight = 1 / (claimError[i] + bound[i] + b.error(i)) ** 2;
    if (!Number.isFinite(weight) || !Number.isFinite(other)) continue;
    count++;
    nn += weight * numeric[i] * numeric[i];
    nb += weight * numeric[i] * other;
    bb += weight * other * other;
    an += weight * claimed[i] * numeric[i];
    ab += weight * claimed[i] * other;
  }
  const determinant = nn * bb - nb * nb;
  // (Almost) parallel: the two cannot be told apart.
  if (!(determinant > 1e-6 * nn * bb)) return null;
  const constant = (value: number, own: number): Constant => {
    // A residual is within the bounds of claim and derivatives, each times its constant.
    const size = 1 + Math.abs((an * bb - ab * nb) / determinant) + Math.abs((ab * nn - an * nb) / determinant);
    return { value: value / determinant, error: size * Math.sqrt((count * own) / determinant) };
  };
  const own = constant(an * bb - ab * nb, bb);
  const other = constant(ab * nn - an * nb, nn);
  return {
    own,
    other,
    prediction: {
      value: (i) => own.value * numeric[i] + other.value * b.value(i),
      error: (i) =>
        Math.abs(own.value) * bound[i] +
        own.error * Math.abs(numeric[i]) +
        Math.abs(other.value) * b.error(i) +
        other.error * Math.abs(b.value(i)),
    },
  };
}

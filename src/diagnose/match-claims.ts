import type { ParameterEvidence } from './parameter-evidence.js';

/** What a hypothesis says the claims would be. */
export interface Prediction {
  /** The claim that the mistake would give at position i; NaN where it says nothing. */
  value(i: number): number;
  /** Bound on the error of that value, which stems from the bounds of the derivatives it is made of. */
  error(i: number): number;
  /** Constants fitted to the claims: each takes away what one entry tells. */
  constants?: number;
  /** Bits of choice that the hypothesis has beside them, such as one of many orders. */
  choiceBits?: number;
}

/** How far a hypothesis that holds is supported. */
export interface Support {
  /** Wrong entries whose error it explains, to a small part of that error. */
  readonly entries: number;
  /** −log₂ of the chance that it holds by accident, but for the constants that were fitted. */
  readonly bits: number;
  /** What the entry that tells most contributes: a fitted constant takes it away. */
  readonly most: number;
  /** Constants fitted to this parameter's claims. */
  readonly constants: number;
}

/**
 * Bounds of differences hold for all but this share of the estimates (the goal in docs/accuracy.md): one in so many
 * entries may miss a prediction that is right.
 */
const MISFIT_SHARE = 0.002;
/** An entry supports a hypothesis that predicts its error to this part. */
const INFORMATIVE = 1 / 8;
/** No entry counts for more: two numbers agree to so many bits only where they are the same. */
const MOST_BITS = 30;

/**
 * Whether every known claim is what the hypothesis predicts, |a − p| ≤ error(p) + rounding of a, and how well that
 * supports it. An entry with error a − n predicted to within t supports it by log₂(|a − n| / t) bits. Null where the
 * hypothesis does not hold, or does not explain all wrong entries of which it says anything.
 */
export function matchClaims(parameter: ParameterEvidence, prediction: Prediction): Support | null {
  const { known, claimed, claimError, numeric, isWrong } = parameter;
  let allowed = Math.floor(MISFIT_SHARE * known.length);
  let entries = 0;
  let bits = 0;
  let most = 0;
  for (const i of known) {
    const predicted = prediction.value(i);
    if (Number.isNaN(predicted)) continue;
    const tolerance = prediction.error(i) + claimError[i];
    if (!(Math.abs(claimed[i] - predicted) <= tolerance)) {
      if (allowed-- === 0) return null;
      continue;
    }
    if (!isWrong(i)) continue;
    const error = Math.abs(claimed[i] - numeric[i]);
    if (!(tolerance <= INFORMATIVE * error)) continue;
    const told = Math.min(MOST_BITS, Math.log2(error / tolerance));
    entries++;
    bits += told;
    most = Math.max(most, told);
  }
  const { constants = 0, choiceBits = 0 } = prediction;
  return entries > 0 ? { entries, bits: bits - choiceBits, most, constants } : null;
}

/** Numbers of known accuracy. */
export interface Measured {
  value(i: number): number;
  error(i: number): number;
}

/** A constant and the bound on its error. */
export interface Constant {
  readonly value: number;
  readonly error: number;
}

/**
 * The constant c of y = c·x, from the position at which the quotient is known best; null where there is none. The
 * others are there to contradict it.
 */
export function fitConstant(positions: readonly number[], y: Measured, x: Measured): Constant | null {
  let best = 1;
  let value = NaN;
  for (const i of positions) {
    const relative = y.error(i) / Math.abs(y.value(i)) + x.error(i) / Math.abs(x.value(i));
    if (!(relative < best)) continue;
    best = relative;
    value = y.value(i) / x.value(i);
  }
  // (1 + a)/(1 − b) − 1 ≤ (a + b)/(1 − b) for relative errors a, b.
  return Number.isFinite(value) ? { value, error: (Math.abs(value) * best) / (1 - best) } : null;
}

/** The derivatives of a parameter, each times c. */
export function timesConstant(parameter: ParameterEvidence, c: Constant): Prediction {
  const { numeric, bound } = parameter;
  return {
    value: (i) => c.value * numeric[i],
    error: (i) => Math.abs(c.value) * bound[i] + c.error * (Math.abs(numeric[i]) + bound[i]),
    constants: c.error > 0 ? 1 : 0,
  };
}

/** The claims as measured numbers. */
export function claimsOf({ claimed, claimError }: ParameterEvidence): Measured {
  return { value: (i) => claimed[i], error: (i) => claimError[i] };
}

/** The derivatives as measured numbers. */
export function derivativesOf({ numeric, bound }: ParameterEvidence): Measured {
  return { value: (i) => numeric[i], error: (i) => bound[i] };
}

/** Claim minus derivative. */
export function errorsOf({ claimed, claimError, numeric, bound }: ParameterEvidence): Measured {
  return { value: (i) => claimed[i] - numeric[i], error: (i) => claimError[i] + bound[i] };
}

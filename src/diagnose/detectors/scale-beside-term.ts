import type { Finding } from '../finding.js';
import { matchClaims, type Constant, type Prediction } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { formatValue } from '../words.js';
import { scaleFinding } from './scale.js';
import { signFlipFinding } from './sign-flip.js';

/** Entries from which two constants are fitted, and confirmed by at least as many again. */
const LEAST = 4;

/**
 * One part of the gradient has a wrong factor, the regulariser beside it is right: a = c·(n − λθ) + λθ. The same mistake
 * shows as a plain factor (or sign) in parameters without the regulariser, and is told together with it.
 */
export function detectScaleBesideTerm(parameter: ParameterEvidence): Finding | null {
  if (parameter.wrong.length < LEAST) return null;
  const fit = fitTwo(parameter);
  // A factor of 1 is an additive error, one of 0 the parameter's own multiple: both have detectors of their own.
  if (!fit || Math.abs(fit.c.value - 1) <= fit.c.error || Math.abs(fit.c.value) <= fit.c.error) return null;
  if (Math.abs(fit.k.value) <= fit.k.error) return null;
  const found = matchClaims(parameter, predict(parameter, fit));
  if (!found) return null;
  // The factor may be shared with other parameters, the coefficient is this one's own.
  const support = { ...found, bits: found.bits - found.most };
  const lambda = fit.k.value / (1 - fit.c.value);
  const proviso = `but for the term of a regulariser ½·λ·Σθ² (λ = ${formatValue(lambda, 3)}), which is right`;
  const isSign = Math.abs(fit.c.value + 1) <= fit.c.error;
  return {
    ...(isSign ? signFlipFinding(parameter, support) : scaleFinding(parameter, fit.c, support)),
    proviso,
    accepts: ({ entries }) => entries >= LEAST,
  };
}

interface TwoConstants {
  readonly c: Constant;
  readonly k: Constant;
}

/**
 * Least squares for a = c·n + k·θ, each entry weighted by its bound. With residuals within the bounds the constants are
 * off by at most √(m·cov) (Cauchy–Schwarz over m entries).
 */
function fitTwo({ known, claimed, claimError, numeric, bound, value }: ParameterEvidence): TwoConstants | null {
  const size =
    known.reduce((sum, i) => sum + Math.abs(claimed[i]), 0) / known.reduce((sum, i) => sum + Math.abs(numeric[i]), 0);
  let [nn, nt, tt, an, at] = [0, 0, 0, 0, 0];
  for (const i of known) {
    const weight = 1 / (claimError[i] + size * bound[i]) ** 2;
    if (!Number.isFinite(weight)) continue;
    nn += weight * numeric[i] * numeric[i];
    nt += weight * numeric[i] * value[i];
    tt += weight * value[i] * value[i];
    an += weight * claimed[i] * numeric[i];
    at += weight * claimed[i] * value[i];
  }
  const determinant = nn * tt - nt * nt;
  // Gradient and parameter (almost) parallel: the two cannot be told apart.
  if (!(determinant > 1e-6 * nn * tt)) return null;
  const spread = (own: number): number => Math.sqrt((known.length * own) / determinant);
  return {
    c: { value: (an * tt - at * nt) / determinant, error: spread(tt) },
    k: { value: (at * nn - an * nt) / determinant, error: spread(nn) },
  };
}

function predict({ numeric, bound, value }: ParameterEvidence, { c, k }: TwoConstants): Prediction {
  return {
    value: (i) => c.value * numeric[i] + k.value * value[i],
    error: (i) => Math.abs(c.value) * bound[i] + c.error * Math.abs(numeric[i]) + k.error * Math.abs(value[i]),
  };
}

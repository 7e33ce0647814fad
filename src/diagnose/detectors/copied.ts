import type { Finding } from '../finding.js';
import { matchClaims, type Prediction } from '../match-claims.js';
import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';

/** Claims that take up to this many bits may be equal by accident. */
const SHORT = 2 ** 24;

/**
 * Another parameter's gradient stands here: a_p = n_q, or a_p = a_q bit by bit. Where both hold the other's they are
 * swapped; where both hold the sum n_p + n_q they share one buffer.
 */
export function detectCopied(parameter: ParameterEvidence, { parameters }: ModelEvidence): Finding | null {
  const partners = parameters.filter((other) => other !== parameter && other.size === parameter.size);
  for (const other of partners) {
    const isSame = isEqual(parameter, other) && haveDifferentDerivatives(parameter, other);
    const shared = isSame ? matchClaims(parameter, sumOf(parameter, other)) : null;
    const support = shared ?? matchClaims(parameter, isSame ? claimOf(other) : derivativeOf(other));
    if (!support || !isTelling(parameter)) continue;
    const isSwapped = !isSame && matchClaims(other, derivativeOf(parameter)) !== null;
    const [first, second] = [parameter.path, other.path].sort();
    return {
      code: isSwapped ? 'permuted' : 'copied',
      parameter,
      key: shared || isSwapped ? `between ${first} and ${second}` : `copied from ${other.path} to ${parameter.path}`,
      support,
      describe: () =>
        shared
          ? `the gradients of ${first} and ${second} are the same numbers, the sum of both: they are written into one buffer`
          : isSwapped
            ? `the gradients of ${first} and ${second} are swapped`
            : `the gradient of ${parameter.path} is that of ${other.path}: the wrong variable was returned or copied`,
    };
  }
  return null;
}

function isEqual({ claimed }: ParameterEvidence, other: ParameterEvidence): boolean {
  return claimed.every((value, i) => value === other.claimed[i]);
}

/** Parameters that play the same part have equal gradients, and equal mistakes in them. */
function haveDifferentDerivatives(p: ParameterEvidence, q: ParameterEvidence): boolean {
  return p.known.some((i) => Math.abs(p.numeric[i] - q.numeric[i]) > p.bound[i] + q.bound[i]);
}

/** Values that differ among each other, or one with digits to the end. */
function isTelling({ claimed }: ParameterEvidence): boolean {
  if (claimed.length === 1) return claimed[0] !== 0 && !isShort(claimed[0]);
  return claimed.some((value) => value !== claimed[0]);
}

function isShort(value: number): boolean {
  const digits = Math.abs(value) * 2 ** (23 - Math.floor(Math.log2(Math.abs(value))));
  return digits <= SHORT && Number.isInteger(digits);
}

function claimOf({ claimed, claimError }: ParameterEvidence): Prediction {
  return { value: (i) => claimed[i], error: (i) => claimError[i] };
}

function derivativeOf({ numeric, bound }: ParameterEvidence): Prediction {
  return { value: (i) => (Number.isFinite(bound[i]) ? numeric[i] : NaN), error: (i) => bound[i] };
}

function sumOf(p: ParameterEvidence, q: ParameterEvidence): Prediction {
  return { value: (i) => p.numeric[i] + q.numeric[i], error: (i) => p.bound[i] + q.bound[i] };
}

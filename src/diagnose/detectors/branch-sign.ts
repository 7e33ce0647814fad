import type { Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { describeRegion } from '../describe-region.js';
import { be, gradientsOf, listNames } from '../words.js';

/** Wrong and right entries that are needed before the sign of the parameter is taken for the reason. */
const LEAST = 3;

/**
 * Right but for the sign of some entries: a = ±n. All claims ≥ 0 is |n|; the sign wrong exactly where θ < 0 (or > 0) is a
 * derivative of |θ|, or a branch, that forgets its sign.
 */
export function detectBranchSign(parameter: ParameterEvidence): Finding | null {
  const { known, wrong, claimed, numeric, bound, value, right } = parameter;
  const isTelling = (i: number): boolean => Math.abs(numeric[i]) > bound[i];
  if (!right.some(isTelling) || wrong.length === 0) return null;
  const sign = (i: number): number => (parameter.isWrong(i) ? -1 : 1);
  const support = matchClaims(parameter, { value: (i) => sign(i) * numeric[i], error: (i) => bound[i], choiceBits: 2 });
  if (!support) return null;
  const isEnough = wrong.length >= LEAST && right.filter(isTelling).length >= LEAST;
  const reason = !isEnough
    ? 'single'
    : known.filter(isTelling).every((i) => claimed[i] >= 0)
      ? 'absolute'
      : known.filter(isTelling).every((i) => parameter.isWrong(i) === value[i] < 0)
        ? 'negative'
        : known.filter(isTelling).every((i) => parameter.isWrong(i) === value[i] > 0)
          ? 'positive'
          : 'single';
  return {
    code: 'sign-flip',
    parameter,
    key: `branch sign ${reason}`,
    support,
    describe: ({ paths, findings }) => {
      if (reason === 'absolute')
        return `${gradientsOf(paths)} ${be(paths)} right but for the sign, and never negative: an absolute value is taken, or a sign dropped`;
      if (reason !== 'single')
        return `${gradientsOf(paths)} ${paths.length > 1 ? 'have' : 'has'} the wrong sign exactly where ${listNames(paths)} ${be(paths)} ${reason}: the derivative of an absolute value or of one branch lost its sign`;
      const where = findings.map((one) => describeRegion(one.parameter, one.parameter.wrong)).join(' and ');
      return `the sign is wrong in ${where}; all else of ${gradientsOf(paths)} is right`;
    },
  };
}

import { describeRegion } from '../describe-region.js';
import { traitOf, type Finding } from '../finding.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { formatValue } from '../words.js';

/** NaN or ±Infinity claimed where the differences are finite. */
export function detectNonFinite(parameter: ParameterEvidence): Finding | null {
  const { nonFinite, claimed, value } = parameter;
  if (nonFinite.length === 0) return null;
  const isNaN = nonFinite.every((i) => Number.isNaN(claimed[i]));
  const what = isNaN ? 'NaN' : nonFinite.every((i) => !Number.isNaN(claimed[i])) ? 'infinite' : 'NaN or infinite';
  const at = value[nonFinite[0]];
  const isSame = nonFinite.every((i) => value[i] === at);
  const origin = isNaN
    ? '0/0, ∞ − ∞, 0·∞, the logarithm or root of a negative number, or a variable that was never set'
    : 'a division by 0, a power or root of 0, or an overflow';
  return {
    code: 'non-finite',
    parameter,
    key: `non-finite ${what}`,
    support: traitOf(nonFinite.length),
    trait: 'strong',
    describe: ({ findings }) =>
      `the gradient is ${what} in ${findings.map((one) => describeRegion(one.parameter, one.parameter.nonFinite)).join(' and ')}${isSame && findings.length === 1 ? `, where the parameter is ${formatValue(at)}` : ''}: look for ${origin}`,
  };
}

import { describeRegion } from '../describe-region.js';
import type { Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { be, listNames } from '../words.js';

/** Never filled: a = 0 at every wrong entry, while the loss depends on it. */
export function detectZeroGradient(parameter: ParameterEvidence): Finding | null {
  const { wrong, claimed, known, right, numeric, bound } = parameter;
  if (wrong.length === 0 || wrong.some((i) => claimed[i] !== 0)) return null;
  const support = matchClaims(parameter, {
    value: (i) => (parameter.isWrong(i) ? 0 : NaN),
    error: () => 0,
  });
  if (!support) return null;
  const isWhole = known.every((i) => claimed[i] === 0);
  // Right entries that are zero as well tell nothing: only filled ones show that a part is missing.
  const isFilled = right.some((i) => claimed[i] !== 0 && Math.abs(numeric[i]) > bound[i]);
  return {
    code: 'zero-gradient',
    parameter,
    key: isWhole ? 'zero block' : 'zero part',
    support,
    describe: ({ paths, findings }) =>
      isWhole
        ? `${listNames(paths)} ${be(paths)} given a gradient of 0, but the loss depends on ${paths.length > 1 ? 'them' : 'it'}: never filled, or treated as constant`
        : `the gradient is 0 in ${findings.map((one) => describeRegion(one.parameter, one.parameter.wrong)).join(' and ')}, where the loss does change: never filled${isFilled ? ', as by a loop that ends early or a slice too short' : ''}`,
  };
}

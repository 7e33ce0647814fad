import { describeRegion } from '../describe-region.js';
import { needsEntries, type Finding } from '../finding.js';
import { claimsOf, derivativesOf, fitConstant, matchClaims } from '../match-claims.js';
import { nameFactor } from '../name-factor.js';
import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';

/** Wrong entries of which one gives the factor, and the others confirm it. */
const LEAST = 3;

/**
 * One factor wherever the gradient is wrong, and right elsewhere: a = c·n in part of a block, as the diagonal of a matrix,
 * or one of the things that a flat vector holds.
 */
export function detectPartialScale(parameter: ParameterEvidence, model: ModelEvidence): Finding | null {
  const { wrong, right, numeric, bound } = parameter;
  const isTelling = (i: number): boolean => Math.abs(numeric[i]) > bound[i];
  if (wrong.length < LEAST || !wrong.every(isTelling) || !right.some(isTelling)) return null;
  const c = fitConstant(wrong, claimsOf(parameter), derivativesOf(parameter));
  if (!c || Math.abs(c.value) <= c.error || Math.abs(c.value + 1) <= c.error) return null;
  const support = matchClaims(parameter, {
    value: (i) => (parameter.isWrong(i) ? c.value * numeric[i] : numeric[i]),
    error: (i) => Math.abs(c.value) * bound[i] + (parameter.isWrong(i) ? c.error * Math.abs(numeric[i]) : bound[i]),
  });
  if (!support) return null;
  const { name, reason } = nameFactor(c, model);
  return {
    code: 'scale',
    parameter,
    key: `partial scale ${parameter.path}`,
    // The factor was fitted to one of the entries.
    support: { ...support, bits: support.bits - support.most },
    accepts: needsEntries(LEAST),
    describe: () =>
      `${describeRegion(parameter, wrong)} are ${name} times what the differences say, the other entries are right${reason ? `; ${reason}` : ''}`,
  };
}

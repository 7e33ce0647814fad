import type { Finding, FindingGroup } from '../finding.js';
import { claimsOf, derivativesOf, fitConstant, matchClaims, timesConstant } from '../match-claims.js';
import { nameFactor } from '../name-factor.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { roundNorm } from '../round-norm.js';
import { be, formatValue, gradientsOf, joinSentences } from '../words.js';

/** A constant factor: a = c·n with one c ≠ 0, −1 at every entry. */
export function detectScale(parameter: ParameterEvidence): Finding | null {
  const c = fitConstant(parameter.wrong, claimsOf(parameter), derivativesOf(parameter));
  if (!c || c.value === 0 || Math.abs(c.value + 1) <= c.error) return null;
  const support = matchClaims(parameter, timesConstant(parameter, c));
  return (
    support && {
      code: 'scale',
      parameter,
      key: 'scale',
      constant: c,
      support,
      accepts,
      isExpected,
      describe: describeScale,
    }
  );
}

/** A single entry has a ratio always: only one that means something is worth a word. */
function accepts(group: FindingGroup): boolean {
  return group.entries > 1 || isExpected(group);
}

function isExpected({ constant, model }: FindingGroup): boolean {
  return nameFactor(constant!, model).isNamed;
}

function describeScale(group: FindingGroup): string {
  const { paths, findings, model } = group;
  const constant = group.constant!;
  const factor = nameFactor(constant, model);
  const norm = factor.isNamed ? null : roundNorm(findings.map((finding) => finding.parameter));
  return joinSentences(
    `${gradientsOf(paths)} ${be(paths)} ${factor.name} times what the differences say`,
    norm === null ? factor.reason : `with norm ${formatValue(norm)}, a round number: clipped or normalised`,
  );
}

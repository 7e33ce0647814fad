import { traitOf, type Finding } from '../finding.js';
import { claimsOf, derivativesOf, fitConstant, matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { formatValue, listNames } from '../words.js';

const LEAST = 3;

/**
 * Claims where the loss does not depend on the entry (n = 0), and right ones where it does: a mask is missing. Where
 * those are off by one factor throughout, the mask carried it, as that of dropout does (1/p where it keeps).
 */
export function detectMissingMask(parameter: ParameterEvidence): Finding | null {
  const { wrong, known, numeric, bound, claimed } = parameter;
  const isCutOff = (i: number): boolean => Math.abs(numeric[i]) <= bound[i];
  const cut = wrong.filter(isCutOff);
  const kept = known.filter((i) => !isCutOff(i));
  if (cut.length === 0 || kept.length < LEAST || cut.every((i) => claimed[i] === claimed[cut[0]])) return null;
  const factor = factorOf(parameter, kept);
  // With a factor fitted beside it, two entries that should be 0 will do: every one that is kept confirms it.
  if (factor === null || (factor === 1 && cut.length < LEAST)) return null;
  const by = factor === 1 ? '' : `, but for the factor ${formatValue(1 / factor, 4)} of the mask`;
  return {
    code: 'missing-factor',
    parameter,
    key: `mask ${formatValue(factor, 4)}`,
    support: traitOf(wrong.length),
    trait: factor === 1 ? 'hint' : 'strong',
    describe: ({ paths }) =>
      `${listNames(paths)} ${paths.length > 1 ? 'have' : 'has'} a gradient in entries on which the loss does not depend, and ${factor === 1 ? '' : 'all '}those on which it does are right${by}: consistent with a mask (relu, dropout, padding, the winner of a maximum) that is missing in the gradient`,
  };
}

/** 1 where the entries are right, c where all are c times what they should be; null where neither holds. */
function factorOf(parameter: ParameterEvidence, kept: readonly number[]): number | null {
  const wrong = kept.filter((i) => parameter.isWrong(i));
  if (wrong.length === 0) return 1;
  const c = fitConstant(wrong, claimsOf(parameter), derivativesOf(parameter));
  if (!c || c.value <= 0) return null;
  const { numeric, bound } = parameter;
  const isKept = new Set(kept);
  const support = matchClaims(parameter, {
    value: (i) => (isKept.has(i) ? c.value * numeric[i] : NaN),
    error: (i) => c.value * bound[i] + c.error * Math.abs(numeric[i]),
    constants: 1,
  });
  return support && support.entries >= LEAST ? c.value : null;
}

import { traitOf, type Finding } from '../finding.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { listNames } from '../words.js';

const LEAST = 3;

/** Claims where the loss does not depend on the entry (n = 0), and right ones where it does: a mask is missing. */
export function detectMissingMask(parameter: ParameterEvidence): Finding | null {
  const { wrong, right, numeric, bound, claimed } = parameter;
  const isCutOff = (i: number): boolean => Math.abs(numeric[i]) <= bound[i];
  const telling = right.filter((i) => !isCutOff(i));
  if (wrong.length < LEAST || telling.length < LEAST || !wrong.every(isCutOff)) return null;
  if (wrong.every((i) => claimed[i] === claimed[wrong[0]])) return null;
  return {
    code: 'missing-factor',
    parameter,
    key: 'mask',
    support: traitOf(wrong.length),
    trait: 'hint',
    describe: ({ paths }) =>
      `all wrong entries of ${listNames(paths)} are ones on which the loss does not depend, and those on which it does are right: consistent with a mask (relu, dropout, padding, the winner of a maximum) that is missing in the gradient`,
  };
}

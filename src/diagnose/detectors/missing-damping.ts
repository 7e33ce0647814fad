import { needsEntries, traitOf, type Finding } from '../finding.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { be, gradientsOf } from '../words.js';

/** Entries, over all parameters, that must agree: by chance one in 2¹⁰ times. */
const LEAST = 10;

/**
 * Every claim has the right sign and is too large, by factors that vary: a factor between 0 and 1 is missing, such as the
 * derivative of tanh or sigmoid, a mask, a discount.
 */
export function detectMissingDamping(parameter: ParameterEvidence): Finding | null {
  const { wrong, right, claimed, numeric, bound } = parameter;
  const isTooLarge = (i: number): boolean =>
    Math.sign(claimed[i]) === Math.sign(numeric[i]) && Math.abs(claimed[i]) > Math.abs(numeric[i]) + bound[i];
  if (wrong.length < 2 || right.some((i) => claimed[i] !== 0) || !wrong.every(isTooLarge)) return null;
  return {
    code: 'missing-factor',
    parameter,
    key: 'damping',
    support: traitOf(wrong.length),
    trait: 'hint',
    accepts: needsEntries(LEAST),
    describe: ({ paths }) =>
      `${gradientsOf(paths)} ${be(paths)} of the right sign and too large in every entry, by factors that vary: consistent with a missing factor between 0 and 1, as the derivative of an activation (1 − tanh², σ(1 − σ), a mask) or a discount`,
  };
}

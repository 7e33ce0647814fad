import { traitOf, type Finding } from '../finding.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { listNames } from '../words.js';

/** Entries on each side: that so many fall apart by chance has a probability below 1 %. */
const LEAST = 4;

/** Wrong exactly where the parameter is negative (or positive), right elsewhere: the derivative of one branch. */
export function detectWrongBranch(parameter: ParameterEvidence): Finding | null {
  const { wrong, right, value } = parameter;
  if (wrong.length < LEAST || right.length < LEAST) return null;
  const side = Math.sign(value[wrong[0]]);
  if (side === 0 || !wrong.every((i) => Math.sign(value[i]) === side)) return null;
  if (!right.every((i) => Math.sign(value[i]) !== side)) return null;
  const word = side < 0 ? 'negative' : 'positive';
  return {
    code: 'wrong-derivative',
    parameter,
    key: `branch ${side}`,
    support: traitOf(wrong.length),
    trait: 'hint',
    describe: ({ paths }) =>
      `wrong exactly where ${listNames(paths)} ${paths.length > 1 ? 'are' : 'is'} ${word}, right elsewhere: consistent with the derivative of one branch (of an absolute value, a leaky or clipped function) being wrong`,
  };
}

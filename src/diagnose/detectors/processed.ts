import { needsEntries, type Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { be, gradientsOf } from '../words.js';

/** What is done to a gradient, entry by entry, before it is applied. */
const PROCESSES: readonly (readonly [string, (n: number) => number, (n: number) => number])[] = [
  ['squared', (n) => n * n, (n) => 2 * Math.abs(n)],
  ['reduced to their sign', Math.sign, () => 0],
  [
    'replaced by their root, sign kept',
    (n) => Math.sign(n) * Math.sqrt(Math.abs(n)),
    (n) => 0.5 / Math.sqrt(Math.abs(n)),
  ],
];

/** a = n², sign(n), ±√|n|: a step of an optimizer (its second moment, a sign update) stands in place of the gradient. */
export function detectProcessed(parameter: ParameterEvidence): Finding | null {
  const { numeric, bound } = parameter;
  for (const [words, f, slope] of PROCESSES) {
    const support = matchClaims(parameter, {
      value: (i) => (Math.abs(numeric[i]) > bound[i] ? f(numeric[i]) : NaN),
      error: (i) => 2 * slope(numeric[i]) * bound[i] + 2 ** -50 * Math.abs(f(numeric[i])),
    });
    if (!support) continue;
    return {
      code: 'wrong-derivative',
      parameter,
      key: `processed ${words}`,
      support,
      accepts: needsEntries(3),
      describe: ({ paths }) =>
        `the numbers of ${gradientsOf(paths)} ${be(['', ''])} ${words}: return the gradient itself, and leave such a step to the optimizer`,
    };
  }
  return null;
}

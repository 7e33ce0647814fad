import type { Finding } from '../finding.js';
import { matchClaims, timesConstant } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { be, gradientsOf } from '../words.js';

/** Wrong sign: a = −n at every entry. */
export function detectSignFlip(parameter: ParameterEvidence): Finding | null {
  const support = matchClaims(parameter, timesConstant(parameter, { value: -1, error: 0 }));
  if (!support) return null;
  return {
    code: 'sign-flip',
    parameter,
    key: 'sign-flip',
    support,
    describe: ({ paths }) =>
      `${gradientsOf(paths)} ${be(paths)} the negative of what the differences say: a sign is lost where it is formed (as y − p for p − y)`,
  };
}

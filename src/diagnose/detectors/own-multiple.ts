import type { Finding } from '../finding.js';
import { needsEntries } from '../finding.js';
import { claimsOf, fitConstant, matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { be, formatValue, gradientsOf } from '../words.js';

/**
 * The claim is a multiple of the parameter, a = c·θ, and does not follow the loss: the regulariser's gradient was
 * assigned over the one of the data instead of added to it.
 */
export function detectOwnMultiple(parameter: ParameterEvidence): Finding | null {
  const { value, claimed } = parameter;
  if (new Set(value.map(Math.abs)).size < 3 || claimed.every((claim) => claim === 0)) return null;
  const own = { value: (i: number) => value[i], error: (i: number) => 2 ** -52 * Math.abs(value[i]) };
  const c = fitConstant(parameter.known, claimsOf(parameter), own);
  if (!c) return null;
  const support = matchClaims(parameter, {
    value: (i) => c.value * value[i],
    error: (i) => c.error * Math.abs(value[i]),
    constants: 1,
  });
  return (
    support && {
      code: 'overwritten',
      parameter,
      key: 'own multiple',
      constant: c,
      support,
      accepts: needsEntries(3),
      isAmbiguous: true,
      describe: ({ paths, constant }) =>
        `${gradientsOf(paths)} ${be(paths)} ${formatValue(constant!.value)} times the parameter itself and ${paths.length > 1 ? 'do' : 'does'} not follow the rest of the loss: the term of a regulariser was assigned where it should be added, or the other terms are left out`,
    }
  );
}

import { needsEntries, type Finding } from '../finding.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { formatValue, gradientsOf, listNames } from '../words.js';
import { matchTerm } from './additive-term.js';

/**
 * The same amount too much in every entry: a = n + c. It is the gradient of a linear term c·Σθ; where the loss does not
 * depend on the parameter at all (n = 0), a buffer that is not cleared leaves the same.
 */
export function detectConstantError(parameter: ParameterEvidence): Finding | null {
  const found = matchTerm(parameter, { value: () => 1, error: () => 0 });
  if (!found) return null;
  const { numeric, bound, known } = parameter;
  const isZero = known.every((i) => Math.abs(numeric[i]) <= bound[i]);
  return {
    code: 'extra-term',
    parameter,
    key: `constant error ${isZero}`,
    constant: found.c,
    support: found.support,
    accepts: needsEntries(3),
    isAmbiguous: true,
    describe: ({ paths, constant }) => {
      const c = formatValue(constant!.value);
      return isZero
        ? `the loss does not change with ${listNames(paths)}, but the gradient is ${c} in every entry: a term that the loss has not, a start value left in the buffer, or a loss that lost a term`
        : `${gradientsOf(paths)} ${paths.length > 1 ? 'are' : 'is'} off by the same amount, ${c}, in every entry: as of a linear term in one of loss and gradient only, or a start value left in the buffer`;
    },
  };
}

import { describeRegion } from '../describe-region.js';
import { traitOf, type Finding } from '../finding.js';
import type { ParameterEvidence } from '../parameter-evidence.js';

/** More wrong entries than this share of a block are not isolated… */
const ISOLATED_SHARE = 0.1;
/** …but so many may be in a small one. */
const FEW = 2;

/** A few wrong entries among right ones; at the ends of a vector the bounds of a loop are to blame. */
export function detectSingleEntry(parameter: ParameterEvidence): Finding | null {
  const { wrong, right, known, size, shape } = parameter;
  const isIsolated = wrong.length <= ISOLATED_SHARE * known.length;
  if (wrong.length === 0 || (!isIsolated && wrong.length > FEW) || right.length < 2 * wrong.length) return null;
  const atStart = wrong.every((i, k) => i === k);
  const atEnd = wrong.every((i, k) => i === size - wrong.length + k);
  const edge =
    shape.length === 1 && size > FEW && (atStart || atEnd)
      ? `: only the ${atStart ? 'beginning' : 'end'}, so look at the bounds of the loops`
      : ': look for a special case there, an index, or a position that is written twice';
  return {
    code: 'single-entry',
    parameter,
    key: `single ${parameter.path}`,
    support: traitOf(wrong.length),
    trait: isIsolated ? 'strong' : 'hint',
    describe: () =>
      `only ${describeRegion(parameter, wrong)} ${wrong.length > 1 ? 'are' : 'is'} wrong, the other ${right.length} ${right.length === 1 ? 'entry is' : 'entries are'} right${edge}`,
  };
}

import { describeRegion } from '../describe-region.js';
import { extremes } from '../extremes.js';
import { traitOf, type Finding } from '../finding.js';
import type { ParameterEvidence } from '../parameter-evidence.js';

/** More wrong entries than this share of a block are not isolated… */
const ISOLATED_SHARE = 0.1;
/** …but so many may be in a small one. */
const FEW = 2;

/**
 * A few wrong entries among right ones; at the ends of a vector the bounds of a loop are to blame. Only right entries
 * count that would have shown an error of the same relative size.
 */
export function detectSingleEntry(parameter: ParameterEvidence): Finding | null {
  const { wrong, known, size, shape } = parameter;
  const isIsolated = wrong.length <= ISOLATED_SHARE * known.length;
  if (wrong.length === 0 || (!isIsolated && wrong.length > FEW)) return null;
  const right = parameter.right.filter(seesErrorOf(parameter));
  if (right.length < 2 * wrong.length) return null;
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
    describe: () => describeIsolated(parameter, right.length) + edge,
  };
}

/** Of a parameter that was not looked at entry by entry, nothing is said of the rest. */
function describeIsolated(parameter: ParameterEvidence, right: number): string {
  const { wrong, size } = parameter;
  const place = `${describeRegion(parameter, wrong)} ${wrong.length > 1 ? 'are' : 'is'} wrong`;
  const others = `${right === 1 ? 'is' : 'are'} right`;
  return right === size - wrong.length
    ? `only ${place}, the other ${right} ${right === 1 ? 'entry' : 'entries'} ${others}`
    : `${place}, and ${right} ${right === 1 ? 'other' : 'others'} that would have shown such an error ${others}`;
}

/** Whether an entry's bound is well below the smallest relative error of the wrong ones. */
function seesErrorOf({ wrong, claimed, claimError, numeric, bound }: ParameterEvidence): (i: number) => boolean {
  const sizeOf = (i: number): number => Math.max(Math.abs(claimed[i]), Math.abs(numeric[i]));
  const { least } = extremes(wrong, (i) => Math.abs(claimed[i] - numeric[i]) / sizeOf(i));
  return (i) => bound[i] + claimError[i] < (least / 2) * sizeOf(i);
}

import { strideOf } from '../describe-region.js';
import { needsEntries, type Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { be, gradientsOf } from '../words.js';

/**
 * Summed too far and spread out again: along an axis (or over the whole block) all claims are one number, the sum or the
 * mean of the derivatives there.
 */
export function detectReBroadcast(parameter: ParameterEvidence): Finding | null {
  const { shape, size } = parameter;
  if (size < 2) return null;
  const ways = shape.length > 1 ? [...shape.keys(), null] : [null];
  for (const axis of ways) {
    for (const isMean of [false, true]) {
      const { value, error } = groupSums(parameter, axis, isMean);
      const support = matchClaims(parameter, { value, error });
      if (!support) continue;
      const over =
        axis === null
          ? 'all its entries'
          : shape.length === 2
            ? axis === 0
              ? 'each column'
              : 'each row'
            : `axis ${axis}`;
      return {
        code: 'broadcast',
        parameter,
        key: `re-broadcast ${shape.length} ${axis} ${isMean}`,
        support,
        accepts: needsEntries(2),
        describe: ({ paths }) =>
          `${gradientsOf(paths)} ${be(paths)} the same number throughout ${over}, the ${isMean ? 'mean' : 'sum'} of what belongs there: ${isMean ? 'averaged' : 'summed'} over an axis that should stay, and spread out again`,
      };
    }
  }
  return null;
}

/** Sums (or means) of the derivatives over groups: the lines along an axis, or the whole block. */
function groupSums(parameter: ParameterEvidence, axis: number | null, isMean: boolean) {
  const { shape, size, numeric, bound } = parameter;
  const extent = axis === null ? size : shape[axis];
  const stride = axis === null ? 1 : strideOf(shape, axis);
  // The position of the line that i lies on: i without its place along the axis.
  const line = (i: number): number => (axis === null ? 0 : Math.floor(i / (stride * extent)) * stride + (i % stride));
  const sums = new Float64Array(size / extent);
  const errors = new Float64Array(size / extent);
  for (let i = 0; i < size; i++) {
    sums[line(i)] += numeric[i];
    errors[line(i)] += bound[i] + 2 ** -52 * Math.abs(numeric[i]) * extent;
  }
  const share = isMean ? 1 / extent : 1;
  return {
    value: (i: number) => (Number.isFinite(errors[line(i)]) ? share * sums[line(i)] : NaN),
    error: (i: number) => share * errors[line(i)],
  };
}

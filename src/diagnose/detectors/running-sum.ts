import { strideOf } from '../describe-region.js';
import { needsEntries, type Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { gradientsOf } from '../words.js';

/**
 * Each entry holds what belongs to it and to all before it (or behind it) along an axis: a[i] = Σ n[k], k ≤ i. A sum that
 * is not set back to 0 from one entry to the next.
 */
export function detectRunningSum(parameter: ParameterEvidence): Finding | null {
  const { shape, size } = parameter;
  const lines = shape.map((extent, axis) => ({ extent, stride: strideOf(shape, axis) }));
  if (shape.length > 1) lines.push({ extent: size, stride: 1 });
  for (const [line, { extent, stride }] of lines.entries()) {
    if (extent < 2) continue;
    for (const isForward of [true, false]) {
      const support = matchClaims(parameter, sumsAlong(parameter, extent, stride, isForward));
      if (!support) continue;
      return {
        code: 'accumulated',
        parameter,
        key: `running sum ${shape.length} ${line} ${isForward}`,
        support,
        accepts: needsEntries(2),
        describe: ({ paths }) =>
          `${gradientsOf(paths)} hold${paths.length > 1 ? '' : 's'} in each entry what belongs to it and to all ${isForward ? 'before' : 'behind'} it: a sum is not set back to 0 from one to the next`,
      };
    }
  }
  return null;
}

function sumsAlong({ numeric, bound, size }: ParameterEvidence, extent: number, stride: number, isForward: boolean) {
  const sums = new Float64Array(size);
  const errors = new Float64Array(size);
  const step = isForward ? -stride : stride;
  for (let k = 0; k < size; k++) {
    const i = isForward ? k : size - 1 - k;
    const position = Math.floor(i / stride) % extent;
    const isFirst = position === (isForward ? 0 : extent - 1);
    sums[i] = numeric[i] + (isFirst ? 0 : sums[i + step]);
    errors[i] = bound[i] + (isFirst ? 0 : errors[i + step]) + 2 ** -52 * Math.abs(sums[i]);
  }
  return { value: (i: number) => (Number.isFinite(errors[i]) ? sums[i] : NaN), error: (i: number) => errors[i] };
}

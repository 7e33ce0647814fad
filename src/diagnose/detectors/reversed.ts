import { strideOf } from '../describe-region.js';
import { needsEntries, type Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { reorder } from '../reorder.js';
import { be, gradientsOf } from '../words.js';

/** Backwards along an axis, or over the whole block: a[i] = n[m − 1 − i]. A convolution kernel that was not flipped is one. */
export function detectReversed(parameter: ParameterEvidence): Finding | null {
  const { shape, size } = parameter;
  const along = (axis: number) => {
    const [extent, stride] = [shape[axis], strideOf(shape, axis)];
    return (i: number): number => i + (extent - 1 - 2 * (Math.floor(i / stride) % extent)) * stride;
  };
  const ways = [
    ...shape.map((_, axis) => ({ source: along(axis), where: shape.length > 1 ? ` along axis ${axis}` : '' })),
    ...(shape.length > 1 ? [{ source: (i: number) => size - 1 - i, where: ' along all axes' }] : []),
  ];
  for (const { source, where } of ways) {
    const support = matchClaims(parameter, reorder(parameter, source));
    if (!support) continue;
    return {
      code: 'permuted',
      parameter,
      key: `reversed ${shape.length}${where}`,
      support,
      accepts: needsEntries(2),
      describe: ({ paths }) =>
        `${gradientsOf(paths)} ${be(paths)} in reverse order${where}: a loop or a kernel runs backwards`,
    };
  }
  return null;
}

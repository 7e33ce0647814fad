import { strideOf } from '../describe-region.js';
import { needsEntries, type Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { reorder } from '../reorder.js';
import { be, gradientsOf } from '../words.js';

const SHIFTS = [1, -1, 2, -2];

/**
 * Shifted along an axis, or in row-major order: a[i] = n[i + s], s = ±1 or ±2. What stands at the end that nothing is
 * shifted to does not count.
 */
export function detectOffByOne(parameter: ParameterEvidence): Finding | null {
  const { shape, size } = parameter;
  const lines = shape.map((extent, axis) => ({ extent, stride: strideOf(shape, axis), unit: unitOf(shape, axis) }));
  if (shape.length > 1) lines.push({ extent: size, stride: 1, unit: 'place in row-major order' });
  for (const shift of SHIFTS) {
    for (const [line, { extent, stride, unit }] of lines.entries()) {
      if (extent <= Math.abs(shift)) continue;
      const source = (i: number): number => {
        const position = (Math.floor(i / stride) % extent) + shift;
        return position < 0 || position >= extent ? -1 : i + shift * stride;
      };
      const support = matchClaims(parameter, reorder(parameter, source));
      // Of two rows shifted by one, one is explained: they are swapped as well.
      if (!support || support.entries * 2 <= parameter.wrong.length) continue;
      const places = Math.abs(shift) === 1 ? `one ${unit}` : `two ${unit.replace(/^\w+/, '$&s')}`;
      return {
        code: 'off-by-one',
        parameter,
        key: `shift ${shift} ${shape.length} ${line}`,
        support,
        accepts: needsEntries(2),
        describe: ({ paths }) =>
          `${gradientsOf(paths)} ${be(paths)} shifted by ${places}: what belongs to an entry stands ${shift > 0 ? 'before' : 'behind'} it; an index is off`,
      };
    }
  }
  return null;
}

function unitOf(shape: readonly number[], axis: number): string {
  if (shape.length === 1) return 'place';
  return shape.length === 2 ? ['row', 'column'][axis] : `place along axis ${axis}`;
}

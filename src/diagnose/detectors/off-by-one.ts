import { strideOf } from '../describe-region.js';
import { needsEntries, type Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { reorder } from '../reorder.js';
import { be, gradientsOf } from '../words.js';

const SHIFTS = [1, -1, 2, -2];

/** Shifted along an axis: a[i] = n[i + s], s = ±1 or ±2. What stands at the end that nothing is shifted to does not count. */
export function detectOffByOne(parameter: ParameterEvidence): Finding | null {
  const { shape } = parameter;
  for (const shift of SHIFTS) {
    for (let axis = 0; axis < shape.length; axis++) {
      const extent = shape[axis];
      const stride = strideOf(shape, axis);
      if (extent <= Math.abs(shift)) continue;
      const source = (i: number): number => {
        const position = (Math.floor(i / stride) % extent) + shift;
        return position < 0 || position >= extent ? -1 : i + shift * stride;
      };
      const support = matchClaims(parameter, reorder(parameter, source));
      if (!support) continue;
      const along = shape.length === 1 ? '' : shape.length === 2 ? (axis === 0 ? ' row' : ' column') : ' place';
      const places = Math.abs(shift) === 1 ? (along ? `one${along}` : 'one place') : `two${along || ' place'}s`;
      return {
        code: 'off-by-one',
        parameter,
        key: `shift ${shift} ${shape.length} ${axis}`,
        support,
        accepts: needsEntries(2),
        describe: ({ paths }) =>
          `${gradientsOf(paths)} ${be(paths)} shifted by ${places}: each entry holds what belongs ${places} ${shift > 0 ? 'further on' : 'before'}${shape.length > 2 ? ` along axis ${axis}` : ''}; an index is off`,
      };
    }
  }
  return null;
}

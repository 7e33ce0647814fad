import { asSlices, nameSlices, strideOf } from '../describe-region.js';
import type { Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { reorder } from '../reorder.js';
import { gradientsOf } from '../words.js';

/** Longer axes have too many slices to compare each with each. */
const MOST_SLICES = 256;

/**
 * Rows (or columns, …) that hold what belongs to others: all by one shift, exchanged among each other, or copied. The
 * other rows are right.
 */
export function detectSliceSources(parameter: ParameterEvidence): Finding | null {
  const { shape } = parameter;
  if (shape.length < 2) return null;
  for (let axis = 0; axis < shape.length; axis++) {
    const found = shape[axis] <= MOST_SLICES ? sourcesAlong(parameter, axis) : null;
    if (!found) continue;
    const { sources, positions, support } = found;
    const code = codeOf(sources, positions, shape[axis]);
    const slices = nameSlices(parameter, { axis, positions, extent: shape[axis] });
    const from = [...new Set(positions.map((k) => sources[k]))].sort((a, b) => a - b);
    return {
      code,
      parameter,
      key: `slices ${axis} ${positions.map((k) => sources[k]).join()}`,
      support,
      describe: ({ paths }) =>
        `in ${gradientsOf(paths)} ${slices} hold${positions.length > 1 ? '' : 's'} what belongs to ${nameSlices(parameter, { axis, positions: from, extent: shape[axis] })}${code === 'off-by-one' ? ': an index is off' : code === 'permuted' ? ': they stand in each other’s place' : ': copied from there, or an index is taken for another'}`,
    };
  }
  return null;
}

function sourcesAlong(parameter: ParameterEvidence, axis: number) {
  const { shape, claimed, claimError, numeric, bound, known } = parameter;
  const slices = asSlices(parameter, parameter.isWrong);
  const positions = slices ? (slices.axis === axis ? slices.positions : []) : [...Array(shape[axis]).keys()];
  if (positions.length === 0) return null;
  const [extent, stride] = [shape[axis], strideOf(shape, axis)];
  const place = (i: number): number => Math.floor(i / stride) % extent;
  const members = Array.from({ length: extent }, (): number[] => []);
  for (const i of known) members[place(i)].push(i);
  const matches = (k: number, source: number): boolean =>
    (source === k || members[source].some((i) => Math.abs(numeric[i]) > bound[i])) &&
    members[k].every((i) => {
      const other = i + (source - k) * stride;
      return !(Math.abs(claimed[i] - numeric[other]) > claimError[i] + bound[other]);
    });
  const sources = [...Array(extent).keys()];
  for (const k of positions) {
    const source = sources.findIndex((_, other) => other !== k && members[k].length > 1 && matches(k, other));
    // One row may be right by itself, as where all of them are shifted but one is silent.
    if (source >= 0) sources[k] = source;
    else if (!matches(k, k)) return null;
  }
  const moved = positions.filter((k) => sources[k] !== k);
  if (moved.length === 0) return null;
  const choiceBits = moved.length * Math.log2(extent) + shape.length;
  const support = matchClaims(parameter, {
    ...reorder(parameter, (i) => i + (sources[place(i)] - place(i)) * stride),
    choiceBits,
  });
  return support && { sources, positions: moved, support };
}

function codeOf(
  sources: readonly number[],
  moved: readonly number[],
  extent: number,
): 'off-by-one' | 'permuted' | 'copied' {
  const shifts = new Set(moved.map((k) => (sources[k] - k + extent) % extent));
  if (shifts.size === 1 && 2 * moved.length >= extent) return 'off-by-one';
  const from = moved.map((k) => sources[k]);
  return new Set(from).size === from.length && from.every((k) => moved.includes(k)) ? 'permuted' : 'copied';
}

import { indexInLeaf } from '../model/tree-layout.js';
import type { ParameterEvidence } from './parameter-evidence.js';
import { listNames, nameEntry } from './words.js';

const ENTRIES_NAMED = 4;

/** Slices of a block along one axis that make up a set of entries. */
export interface Slices {
  readonly axis: number;
  /** Positions along the axis, ascending. */
  readonly positions: readonly number[];
  readonly extent: number;
}

/**
 * Reads a set of entries as whole slices along one axis: every known entry of some positions along the axis, and none of
 * the others. `silent` entries (zero whatever the mistake) may be in a slice without being in the set. Null where it is
 * none, or all of the block.
 */
export function asSlices(
  parameter: ParameterEvidence,
  contains: (i: number) => boolean,
  silent: (i: number) => boolean = () => false,
): Slices | null {
  const { shape, known } = parameter;
  for (let axis = 0; axis < shape.length; axis++) {
    const extent = shape[axis];
    const stride = strideOf(shape, axis);
    const inside = new Uint8Array(extent);
    const outside = new Uint8Array(extent);
    for (const i of known) {
      const position = Math.floor(i / stride) % extent;
      if (contains(i)) inside[position] = 1;
      else if (!silent(i)) outside[position] = 1;
    }
    const positions = [...inside.keys()].filter((position) => inside[position] === 1);
    const isWhole = positions.every((position) => outside[position] === 0);
    if (isWhole && positions.length > 0 && positions.length < extent) return { axis, positions, extent };
  }
  return null;
}

/** Distance between neighbours along an axis of a row-major block. */
export function strideOf(shape: readonly number[], axis: number): number {
  return shape.slice(axis + 1).reduce((product, extent) => product * extent, 1);
}

/** Where a set of entries is: `W[0,2]`, `the last row of W`, `columns 1 and 3 of W`, `12 of the 40 entries of W`. */
export function describeRegion(parameter: ParameterEvidence, entries: readonly number[]): string {
  const { path, leaf, known } = parameter;
  const set = new Set(entries);
  if (entries.length >= known.length) return known.length > 1 ? `all of ${path}` : path;
  const slices = asSlices(parameter, (i) => set.has(i));
  if (slices && !(parameter.shape.length === 1 && slices.positions.length <= ENTRIES_NAMED))
    return `${nameSlices(parameter, slices)} of ${path}`;
  if (entries.length <= ENTRIES_NAMED)
    return listNames(entries.map((i) => nameEntry(path, indexInLeaf(leaf, i)))) + edgeOf(parameter, entries);
  return `${entries.length} of the ${known.length} entries of ${path}`;
}

/** ` (the last)` behind the name of a lone entry of a vector. */
function edgeOf({ shape, size }: ParameterEvidence, entries: readonly number[]): string {
  if (shape.length !== 1 || entries.length !== 1 || size < 2) return '';
  return entries[0] === 0 ? ' (the first)' : entries[0] === size - 1 ? ' (the last)' : '';
}

/** `row 2`, `the last column`, `rows 0 to 3`, `every position but the first along axis 2`. */
export function nameSlices({ shape }: ParameterEvidence, { axis, positions, extent }: Slices): string {
  const [one, many] = shape.length === 1 ? ['entry', 'entries'] : nameAxis(shape, axis);
  const first = positions[0];
  const last = positions[positions.length - 1];
  if (positions.length === 1) {
    if (extent > 1 && first === 0) return `the first ${one}`;
    return first === extent - 1 ? `the last ${one}` : `${one} ${first}`;
  }
  if (positions.length === extent - 1) {
    if (first === 1) return `every ${one} but the first`;
    if (last === extent - 2) return `every ${one} but the last`;
  }
  if (last - first === positions.length - 1) return `${many} ${first} to ${last}`;
  if (positions.length <= 6) return `${many} ${positions.join(', ')}`;
  return `${positions.length} of the ${extent} ${many}`;
}

/** `row` and `rows` for axis 0 of a matrix, `slice along axis 2` elsewhere. */
function nameAxis(shape: readonly number[], axis: number): [string, string] {
  if (shape.length === 2) return axis === 0 ? ['row', 'rows'] : ['column', 'columns'];
  return [`slice along axis ${axis}`, `slices along axis ${axis}`];
}

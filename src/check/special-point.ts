import type { Leaf, TreeLayout } from '../model/tree-layout.js';

/** A value, or a pattern of values, at which a mistake in a gradient cannot show. */
export type SpecialKind =
  /** Every entry of every parameter is 0: whatever has a parameter as a factor is gone. */
  | 'all-zero'
  /** A factor of 0 hides every term that it multiplies. */
  | 'zero'
  /** A factor of 1 hides that it was forgotten, and every wrong power of it. */
  | 'one'
  /** Equal entries hide one index taken for another. */
  | 'constant'
  /** A square block whose claimed gradient is its own transpose hides a transposition. */
  | 'symmetric'
  /** Where nothing is negative |x| is x. */
  | 'all-positive';

export interface SpecialValue {
  readonly kind: SpecialKind;
  /** The parameters it is about; empty where it is all of them. */
  readonly paths: readonly string[];
  /** The value that all entries of a `constant` parameter have. */
  readonly value?: number;
}

export interface SpecialPointProblem {
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  readonly claimed: Float64Array;
  readonly lower?: Float64Array;
  readonly frozen: ReadonlySet<string>;
}

/** Random entries of either sign are all positive once in 2ⁿ times: from seven on, less than once in a hundred. */
const ENTRIES_TO_SEE_SIGNS = 7;
/** Two mirrored entries that differ by less than this share of the largest would hardly be told apart by differences. */
const MIRRORED = 1e-5;

/**
 * What is special about a point. Empty at ordinary points; biases of zero (as before the training) are ordinary, unless
 * a gradient is 0 throughout.
 */
export function findSpecialValues(problem: SpecialPointProblem): SpecialValue[] {
  const { layout, point, frozen } = problem;
  const leaves = layout.leaves.filter((leaf) => leaf.size > 0 && !frozen.has(leaf.path));
  if (leaves.length === 0) return [];
  if (leaves.every((leaf) => valuesOf(point, leaf).every((x) => x === 0))) return [{ kind: 'all-zero', paths: [] }];
  const found: { kind: SpecialKind; path: string; value: number }[] = [];
  for (const leaf of leaves) {
    const kind = specialKind(leaf, leaves, problem);
    if (kind) found.push({ kind, path: leaf.path, value: point[leaf.offset] });
  }
  return [
    ...groupAlike(found),
    ...(isAllPositive(leaves, problem) ? [{ kind: 'all-positive', paths: [] } as const] : []),
  ];
}

function specialKind(leaf: Leaf, leaves: readonly Leaf[], { point, claimed }: SpecialPointProblem): SpecialKind | null {
  const value = point[leaf.offset];
  const isConstant = valuesOf(point, leaf).every((x) => x === value);
  if (isConstant && value === 0) return zeroHides(leaf, leaves, claimed) ? 'zero' : null;
  if (isConstant && value === 1) return 'one';
  if (isConstant && leaf.size > 1) return 'constant';
  return isItsOwnTranspose(leaf, claimed) ? 'symmetric' : null;
}

/**
 * A number that is 0 may be a factor (the weight of a penalty), a matrix of zeros is one. A vector of zeros is taken for a
 * bias, as is what is named so: zero is where biases start, and hides nothing, unless some gradient is 0 throughout, as
 * behind a factor of 0.
 */
function zeroHides(leaf: Leaf, leaves: readonly Leaf[], claimed: Float64Array): boolean {
  const isBias = leaf.shape.length === 1 || BIAS.test(lastName(leaf.path));
  return !isBias || leaves.some((other) => valuesOf(claimed, other).every((slope) => slope === 0));
}

/** `b`, `b2`, `b_out`, `bOut`, `hiddenBias`, `intercept` and the like. */
const BIAS = /^b(?![a-z])|[Bb]ias|[Ii]ntercept|[Oo]ffset|[Ss]hift/;

/** The last name in a path: `bias` in `layers[0].bias[1]`. */
function lastName(path: string): string {
  return path.replace(/(\[[^\]]*\])+$/, '').replace(/^.*\./, '');
}

function isItsOwnTranspose(leaf: Leaf, claimed: Float64Array): boolean {
  const [rows, columns] = leaf.shape;
  if (leaf.shape.length !== 2 || rows !== columns || rows < 2) return false;
  const block = valuesOf(claimed, leaf);
  const largest = block.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  // A gradient of zeros is a matter of its own; NaN and infinity are no pattern.
  if (!(largest > 0 && largest < Infinity)) return false;
  return block.every((slope, k) => {
    const mirrored = block[(k % rows) * rows + Math.floor(k / rows)];
    return Math.abs(slope - mirrored) <= MIRRORED * largest;
  });
}

/** Parameters that are declared positive have no other side to be looked at. */
function isAllPositive(leaves: readonly Leaf[], { point, lower }: SpecialPointProblem): boolean {
  let seen = 0;
  for (const leaf of leaves) {
    for (let i = leaf.offset; i < leaf.offset + leaf.size; i++) {
      if (lower && lower[i] >= 0) continue;
      if (!(point[i] > 0)) return false;
      seen++;
    }
  }
  return seen >= ENTRIES_TO_SEE_SIGNS;
}

function groupAlike(found: readonly { kind: SpecialKind; path: string; value: number }[]): SpecialValue[] {
  const groups = new Map<string, { kind: SpecialKind; paths: string[]; value?: number }>();
  for (const { kind, path, value } of found) {
    const key = kind === 'constant' ? `${kind} ${value}` : kind;
    const group = groups.get(key) ?? { kind, paths: [], ...(kind === 'constant' ? { value } : {}) };
    group.paths.push(path);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function valuesOf(values: Float64Array, { offset, size }: Leaf): Float64Array {
  return values.subarray(offset, offset + size);
}

import { slopesAt } from '../../autodiff/sweep.js';
import { siteAt, type Tape } from '../../model/tape.js';
import type { Leaf } from '../../model/tree-layout.js';

/** A parameter's gradient as it is when only some of its uses count: set where it should be added. */
export interface KeptUses {
  readonly end: 'first' | 'last';
  /** Uses of each entry that are kept, of `uses`. */
  readonly kept: number;
  readonly uses: number;
  /** Where it is used. */
  readonly site: number;
}

/** Kept uses that are tried, from either end. */
const MOST_KEPT = 8;

/**
 * Whether the claimed gradient of a parameter holds only its first or last uses. Each entry's gradient is a sum over the
 * operations that use it, ȳ·∂y/∂x; one that is assigned instead of added keeps one term.
 */
export function findKeptUses(
  tape: Tape,
  adjoints: Float64Array,
  leaf: Leaf,
  claimed: Float64Array,
  rounding: number,
): KeptUses | null {
  const terms: number[][] = Array.from({ length: leaf.size }, () => []);
  let site = 0;
  let isOnePlace = true;
  const note = (entry: number, operand: number, slope: number): void => {
    const k = operand - 1 - leaf.offset;
    if (operand === 0 || k < 0 || k >= leaf.size) return;
    terms[k].push(adjoints[entry] * slope);
    site ||= siteAt(tape, entry);
    // Uses at several places are different terms; which of them count is another question.
    isOnePlace &&= siteAt(tape, entry) === site;
  };
  for (let i = tape.inputs + 1; i <= tape.output; i++) {
    if (tape.left[i] > tape.inputs && tape.right[i] > tape.inputs) continue;
    const [left, right] = slopesAt(tape, i);
    note(i, tape.left[i], left);
    note(i, tape.right[i], right);
  }
  const uses = Math.max(...terms.map((list) => list.length));
  if (uses < 2 || !isOnePlace) return null;
  for (let kept = 1; kept <= Math.min(MOST_KEPT, uses - 1); kept++) {
    for (const end of ['last', 'first'] as const) {
      const sums = terms.map((list) =>
        (end === 'last' ? list.slice(-kept) : list.slice(0, kept)).reduce((sum, term) => sum + term, 0),
      );
      if (isClaimed(sums, leaf, claimed, rounding)) return { end, kept, uses, site };
    }
  }
  return null;
}

function isClaimed(sums: readonly number[], { offset }: Leaf, claimed: Float64Array, rounding: number): boolean {
  let difference = 0;
  let whole = 0;
  sums.forEach((sum, k) => {
    difference += (sum - claimed[offset + k]) ** 2;
    whole += claimed[offset + k] ** 2;
  });
  return whole > 0 && Math.sqrt(difference) <= rounding * Math.sqrt(whole);
}

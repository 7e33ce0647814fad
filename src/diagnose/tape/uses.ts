import { slopesAt } from '../../autodiff/sweep.js';
import { siteAt, type Tape } from '../../model/tape.js';
import type { Leaf } from '../../model/tree-layout.js';
import { largestOf } from '../extremes.js';

/** A parameter's gradient as it is when only some of its uses count: set where it should be added. */
export interface KeptUses {
  readonly end: 'first' | 'last';
  /** Uses of each entry that are kept, of `uses`. */
  readonly kept: number;
  readonly uses: number;
  /** Where it is used. */
  readonly site: number;
  /** Entries of the tape: a use that counts, and one that does not. */
  readonly example: { readonly kept: number; readonly dropped: number };
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
  blockOf: (i: number) => number,
): KeptUses | null {
  const bySite = listTerms(tape, adjoints, leaf, blockOf);
  const total = (lists: Iterable<Term[][]>): number[] => {
    const sums = Array.from({ length: leaf.size }, () => 0);
    for (const terms of lists) terms.forEach((list, k) => (sums[k] += list.reduce((sum, { value }) => sum + value, 0)));
    return sums;
  };
  const everywhere = findKeptEverywhere(bySite, leaf, claimed, rounding, total);
  if (everywhere) return everywhere;
  for (const [site, terms] of bySite) {
    if (!areAlike(terms)) continue;
    // What the other places contribute is whole.
    const others = total([...bySite].filter(([other]) => other !== site).map(([, list]) => list));
    const uses = mostUses(terms);
    for (let kept = 1; kept <= Math.min(MOST_KEPT, uses - 1); kept++) {
      for (const end of ['last', 'first'] as const) {
        const some = total([terms.map((list) => (end === 'last' ? list.slice(-kept) : list.slice(0, kept)))]);
        const whole = some.map((sum, k) => sum + others[k]);
        // What was added before it is set is lost as well.
        const isKept = [whole, some].some((sums) => isClaimed(sums, leaf, claimed, rounding));
        if (isKept) return { end, kept, uses, site, example: exampleOf(terms, end) };
      }
    }
  }
  return null;
}

/** One turn of a loop in which a parameter is used at several places: its first or last use at each of them. */
function findKeptEverywhere(
  bySite: Map<number, Term[][]>,
  leaf: Leaf,
  claimed: Float64Array,
  rounding: number,
  total: (lists: Iterable<Term[][]>) => number[],
): KeptUses | null {
  const places = [...bySite];
  const uses = Math.min(...places.map(([, terms]) => mostUses(terms)));
  if (places.length < 2 || uses < 2) return null;
  for (const end of ['last', 'first'] as const) {
    const kept = places.map(([, terms]) => terms.map((list) => (end === 'last' ? list.slice(-1) : list.slice(0, 1))));
    if (isClaimed(total(kept), leaf, claimed, rounding))
      return { end, kept: 1, uses, site: places[0][0], example: exampleOf(places[0][1], end) };
  }
  return null;
}

/** Of an entry of a parameter, which may have any number of them. */
function mostUses(terms: readonly Term[][]): number {
  return largestOf(terms.map((list) => list.length));
}

/** A use from the end that is kept, and one from the other, of an entry that has both. */
function exampleOf(terms: readonly Term[][], end: KeptUses['end']): KeptUses['example'] {
  const longest = terms.reduce((best, list) => (list.length > best.length ? list : best));
  const [first, last] = [longest[0].entry, longest.at(-1)!.entry];
  return end === 'first' ? { kept: first, dropped: last } : { kept: last, dropped: first };
}

/** What an entry's use adds to its derivative, and where the other operand comes from. */
interface Term {
  readonly entry: number;
  readonly value: number;
  readonly partner: string;
}

/** The terms of each entry's derivative, in the order of the tape, by the place that uses it. */
function listTerms(
  tape: Tape,
  adjoints: Float64Array,
  leaf: Leaf,
  blockOf: (i: number) => number,
): Map<number, Term[][]> {
  const bySite = new Map<number, Term[][]>();
  const note = (entry: number, operand: number, partner: number, slope: number): void => {
    const k = operand - 1 - leaf.offset;
    if (operand === 0 || k < 0 || k >= leaf.size) return;
    const site = siteAt(tape, entry);
    const terms = bySite.get(site) ?? Array.from({ length: leaf.size }, () => []);
    const name =
      partner > tape.inputs ? `site ${siteAt(tape, partner)}` : partner > 0 ? `input ${blockOf(partner - 1)}` : '';
    terms[k].push({ entry, value: adjoints[entry] * slope, partner: name });
    bySite.set(site, terms);
  };
  for (let i = tape.inputs + 1; i <= tape.output; i++) {
    const l = tape.left[i];
    const r = tape.right[i];
    if (l > tape.inputs && r > tape.inputs) continue;
    const [left, right] = slopesAt(tape, i);
    // A square is one use.
    if (l === r) note(i, l, 0, left + right);
    else {
      note(i, l, r, left);
      note(i, r, l, right);
    }
  }
  return bySite;
}

/**
 * Uses that differ in what they are combined with are different terms, not turns of one loop; of which the first may
 * start from something else, as from the initial state.
 */
function areAlike(terms: readonly Term[][]): boolean {
  return terms.every((list) => list.slice(2).every(({ partner }) => partner === list[1].partner));
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

import type { Leaf } from '../../model/tree-layout.js';
import type { Tape } from '../../model/tape.js';
import { ONE, ZERO, type Alteration } from './alterations.js';
import { sweepAltered, type Change, type Edge } from './altered-sweep.js';
import type { Candidate, EdgeShare } from './list-candidates.js';
import { project, type Projection } from './projection.js';

/** What the user's gradient is compared with. */
export interface Target {
  readonly claimed: Float64Array;
  readonly exact: Float64Array;
  /** v·(claimed − exact), for each functional. */
  readonly difference: Float64Array;
  /** Rounding of each functional. */
  readonly tolerance: Float64Array;
  /** Relative rounding of a gradient as a whole: 1e-9 in float64, 1e-4 in float32. */
  readonly rounding: number;
}

/** Changes that give the user's gradient, to rounding, in some parameters. */
export interface Match {
  readonly changes: readonly Change[];
  readonly leaves: readonly Leaf[];
}

/** Factors that people leave out or put in, as they are searched for on edges where the effect is not linear. */
const USUAL_FACTORS = [2, 0.5, -2, -0.5, 4, 0.25];

export type Functionals = readonly number[];

/** Single changes that explain the difference in the functionals `among`, to first order; most telling first. */
export function matchSingles(candidates: readonly Candidate[], target: Target, among: Functionals): Change[] {
  return candidates
    .filter(({ effect }) => among.every((f) => Math.abs(effect[f] - target.difference[f]) <= target.tolerance[f]))
    .map(({ change }) => change)
    .sort(compareChanges);
}

/**
 * Edges on which one factor explains the difference: the least-squares factor 1 + Σrs/Σs² of difference r over share s,
 * where it leaves no residual.
 */
export function matchFactors(shares: readonly EdgeShare[], target: Target, among: Functionals): Change[] {
  const found: Change[] = [];
  for (const { edge, share } of shares) {
    let over = 0;
    let under = 0;
    for (const f of among) {
      // Each functional weighs by its own rounding.
      over += (target.difference[f] * share[f]) / target.tolerance[f] ** 2;
      under += (share[f] / target.tolerance[f]) ** 2;
    }
    if (!(under > 0)) continue;
    const change = over / under;
    const fits = among.every(
      (f) => Math.abs(change * share[f] - target.difference[f]) <= target.tolerance[f] * (1 + Math.abs(change)),
    );
    if (fits) found.push({ edge, alteration: { factor: roundFactor(1 + change) }, instances: 'all' });
  }
  return found.sort(compareChanges);
}

/** A factor without the rounding it was found with. */
function roundFactor(factor: number): number {
  return Number(factor.toPrecision(9));
}

/** Changes on edges that follow themselves (recurrent steps), whose effect is found only by carrying them out. */
export function matchRecurrent(
  tape: Tape,
  candidates: readonly Candidate[],
  edges: readonly Edge[],
  projection: Projection,
  target: Target,
  among: Functionals,
): Change[] {
  const isRecurrent = new Set(edges);
  const changes: Change[] = candidates.map(({ change }) => change).filter(({ edge }) => isRecurrent.has(edge));
  for (const edge of edges) {
    for (const factor of USUAL_FACTORS) changes.push({ edge, alteration: { factor }, instances: 'all' });
  }
  return changes
    .filter((change) => {
      const effect = project(projection, sweepAltered(tape, [change]));
      const right = project(projection, target.exact);
      return among.every((f) => Math.abs(effect[f] - right[f] - target.difference[f]) <= target.tolerance[f]);
    })
    .sort(compareChanges);
}

/** Edges of which one execution leads into another, so that first-order effects do not add up. */
export function findRecurrent(
  tape: Tape,
  shares: readonly EdgeShare[],
  projection: Projection,
  target: Target,
  mostEdges: number,
): Edge[] {
  const right = project(projection, target.exact);
  const several = shares.filter(({ edge, share }) => edge.entries.length > 1 && share.some((s) => s !== 0));
  return several
    .slice(0, mostEdges)
    .filter(({ edge, share }) => {
      const doubled = project(projection, sweepAltered(tape, [{ edge, alteration: { factor: 2 }, instances: 'all' }]));
      return doubled.some((value, f) => Math.abs(value - right[f] - share[f]) > 10 * target.tolerance[f]);
    })
    .map(({ edge }) => edge);
}

/** Two changes at once: a pair of effects that add up to the difference, found by sorting one combined functional. */
export function matchPairs(candidates: readonly Candidate[], target: Target, among: Functionals): Change[][] {
  const weights = among.map((f, k) => (1 + 0.37 * k) / target.tolerance[f]);
  const combine = (values: Float64Array): number => among.reduce((sum, f, k) => sum + values[f] * weights[k], 0);
  const wanted = combine(target.difference);
  const slack = 2 * among.reduce((sum, _f, k) => sum + (1 + 0.37 * k), 0);
  const useful = distinctEffects(candidates, target, among)
    .map((candidate) => ({ candidate, key: combine(candidate.effect) }))
    .filter(({ key }) => Number.isFinite(key))
    .sort((a, b) => a.key - b.key);
  const found: Change[][] = [];
  for (let low = 0, high = useful.length - 1; low < high && found.length < MOST_PAIRS;) {
    const sum = useful[low].key + useful[high].key;
    if (sum < wanted - slack) low++;
    else if (sum > wanted + slack) high--;
    else {
      for (let k = high; k > low && useful[low].key + useful[k].key >= wanted - slack; k--) {
        const [a, b] = [useful[low].candidate, useful[k].candidate];
        const fits = among.every(
          (f) => Math.abs(a.effect[f] + b.effect[f] - target.difference[f]) <= 2 * target.tolerance[f],
        );
        if (fits) found.push([a.change, b.change]);
      }
      low++;
    }
  }
  return found.sort((a, b) => rankOf(a[0]) + rankOf(a[1]) - rankOf(b[0]) - rankOf(b[1]));
}

const MOST_PAIRS = 200;

/** One candidate for each effect, the most telling; none that does nothing. */
function distinctEffects(candidates: readonly Candidate[], target: Target, among: Functionals): Candidate[] {
  const byKey = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (among.every((f) => Math.abs(candidate.effect[f]) <= 4 * target.tolerance[f])) continue;
    const key = among.map((f) => candidate.effect[f].toPrecision(6)).join();
    const known = byKey.get(key);
    if (!known || compareChanges(candidate.change, known.change) < 0) byKey.set(key, candidate);
  }
  return [...byKey.values()];
}

/** Whether the altered gradient is the claimed one in some parameters, entry by entry, by the norm of the difference. */
export function confirms(tape: Tape, changes: readonly Change[], leaves: readonly Leaf[], target: Target): boolean {
  const altered = sweepAltered(tape, changes);
  return leaves.every(({ offset, size }) => {
    let difference = 0;
    let whole = 0;
    for (let i = offset; i < offset + size; i++) {
      difference += (altered[i] - target.claimed[i]) ** 2;
      whole += Math.max(target.claimed[i] ** 2, target.exact[i] ** 2);
    }
    return Math.sqrt(difference) <= target.rounding * Math.sqrt(whole);
  });
}

/** The more telling change first; of equally telling ones the one nearest to the parameters. */
export function compareChanges(a: Change, b: Change): number {
  return rankOf(a) - rankOf(b) || a.edge.length - b.edge.length || meanEntry(a.edge) - meanEntry(b.edge);
}

export function rankOf({ edge, alteration, instances }: Change): number {
  if ('factor' in alteration) return 6;
  const base = instances === 'all' ? 0 : 0.5;
  // The factor of a product or quotient left out, or a whole term: plain omissions.
  if (alteration === ONE || alteration === ZERO) return 1 + base + (edge.length > 1 ? 0.25 : 0);
  return (alteration as Alteration).rank * 2 + base + (edge.length > 1 ? 0.25 : 0);
}

function meanEntry({ entries }: Edge): number {
  return entries[entries.length >> 1];
}

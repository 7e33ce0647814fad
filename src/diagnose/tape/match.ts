import type { Leaf } from '../../model/tree-layout.js';
import { scaled, timesFactor } from './build-alterations.js';
import type { Change } from './altered-sweep.js';
import type { Candidate, EdgeShare } from './screen.js';

/** What the user's gradient is compared with. */
export interface Target {
  readonly claimed: Float64Array;
  readonly exact: Float64Array;
  /** v·exact, for each functional. */
  readonly right: Float64Array;
  /** v·(claimed − exact). */
  readonly difference: Float64Array;
  /** Rounding of each functional. */
  readonly tolerance: Float64Array;
  /** Relative rounding of a gradient as a whole: 1e-9 in float64, 1e-4 in float32. */
  readonly rounding: number;
}

export type Functionals = readonly number[];

/** Single changes that explain the difference in the functionals `among`, to first order. */
export function matchSingles(candidates: readonly Candidate[], target: Target, among: Functionals): Change[] {
  return candidates.filter(({ effect }) =>
    among.every((f) => Math.abs(effect[f] - target.difference[f]) <= target.tolerance[f]),
  );
}

/** Edges on which one factor explains the difference. */
export function matchFactors(shares: readonly EdgeShare[], target: Target, among: Functionals): Change[] {
  const found: Change[] = [];
  for (const { edge, share } of shares) {
    const change = fitFactor(share, target.difference, target, among);
    if (change !== null) found.push({ edge, alteration: timesFactor(roundFactor(1 + change)) });
  }
  return found;
}

/**
 * Confusions that fit with another constant in front, and constants that stand for a derivative that is none: κ·a − s = r for
 * what a confusion carries, a, and the share, s.
 */
export function matchScaled(
  candidates: readonly Candidate[],
  shares: readonly EdgeShare[],
  target: Target,
  among: Functionals,
  isUsual: (factor: number) => boolean,
): Change[] {
  const shareOf = new Map(shares.map(({ edge, share }) => [edge, share]));
  const found: Change[] = [];
  for (const { edge, alteration, effect, isFactor } of candidates) {
    // The right derivative times a constant is a factor by another name.
    if ((alteration.kind !== 'confusion' && alteration.kind !== 'one') || isFactor) continue;
    const share = shareOf.get(edge)!;
    const carried = effect.map((value, f) => value + share[f]);
    const wanted = share.map((value, f) => value + target.difference[f]);
    const factor = fitFactor(carried, wanted, target, among);
    if (factor === null || !isUsual(roundFactor(factor))) continue;
    found.push({ edge, alteration: scaled(alteration, roundFactor(factor), String(roundFactor(factor))) });
  }
  return found;
}

/** κ of wanted = κ·parts by least squares, each functional weighed by its rounding; null where a residual is left. */
function fitFactor(parts: Float64Array, wanted: Float64Array, target: Target, among: Functionals): number | null {
  const { tolerance } = target;
  let over = 0;
  let under = 0;
  for (const f of among) {
    over += (wanted[f] * parts[f]) / tolerance[f] ** 2;
    under += (parts[f] / tolerance[f]) ** 2;
  }
  if (!(under > 0) || !Number.isFinite(over)) return null;
  const factor = over / under;
  const fits = among.every((f) => Math.abs(factor * parts[f] - wanted[f]) <= tolerance[f] * (1 + Math.abs(factor)));
  return fits ? factor : null;
}

/** A factor without the rounding it was found with. */
function roundFactor(factor: number): number {
  return Number(factor.toPrecision(9));
}

/** Whether the altered gradient is the claimed one in some parameters, by the norm of the difference. */
export function confirms(altered: Float64Array, leaves: readonly Leaf[], target: Target): boolean {
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

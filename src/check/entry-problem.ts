import type { Ladder, RuleConstants } from '../numdiff/index.js';
import type { EntryReason, EntryVerdict } from './report.js';

/** One entry of a claimed gradient and what is known around it. */
export interface EntryProblem {
  /** Place in the flat vector. */
  readonly index: number;
  /** Value of the parameter there. */
  readonly x: number;
  /** What the gradient claims the derivative is. */
  readonly claimed: number;
  /** Typical size of the parameter, a power of two. */
  readonly scale: number;
  readonly isFloat32: boolean;
  readonly lower: number;
  readonly upper: number;
  /** Bound on the rounding and noise of the claim itself, in its units. */
  readonly claimBound: number;
}

/** What is known about the loss at the point, for all entries. */
export interface PointContext {
  readonly loss: number;
  /** Bound on the error of one value of the loss. */
  readonly noiseBound: number;
  readonly roundoff: number;
  /** Largest relative step at which the loss did not move although the gradient says it should; 0 if none. */
  readonly flatStep: number;
  readonly deterministic: boolean;
  /** Median typical size of the parameters. */
  readonly typicalScale: number;
  /** Largest |claimed|·scale over all entries: the natural change of the loss. */
  readonly largestChange: number;
  readonly rule: RuleConstants;
}

export interface EntryResult {
  readonly verdict: EntryVerdict;
  readonly reason: EntryReason;
  readonly numeric: number;
  /** |numeric − derivative| ≤ bound. */
  readonly bound: number;
  /** One-sided slopes at a kink, smallest first. */
  readonly slopes?: [number, number];
  /** Both numbers are zero within the bound. */
  readonly isZero: boolean;
  /** The rows taken, for the table. */
  readonly ladder: Ladder;
}

/** What can be said of an entry after some rows. */
export type Judgement =
  | {
      readonly kind: 'decided';
      readonly verdict: EntryVerdict;
      readonly reason: EntryReason;
      readonly numeric: number;
      readonly bound: number;
      readonly slopes?: [number, number];
      readonly isZero?: boolean;
    }
  /** One certain step would settle a question. */
  | { readonly kind: 'look'; readonly step: number }
  /** A hair beyond this step: is the loss flat there too? */
  | { readonly kind: 'twin'; readonly step: number }
  | { readonly kind: 'open'; readonly suspicious: boolean; readonly maybeZero: boolean };

/** The judgement that ends a search. */
export type Decision = Judgement & { readonly kind: 'decided' };

/**
 * Whether the claimed slope moves the loss by more than its noise within the typical size of a parameter; the noise is
 * at least the rounding of the values met so far.
 */
export function claimIsVisible(entry: EntryProblem, context: PointContext, ladder?: Ladder): boolean {
  const reach = Math.max(entry.scale, context.typicalScale);
  const noise = Math.max(context.noiseBound, ladder ? ladder.roundingOfLargest() : 0);
  return Number.isFinite(entry.claimed) && Math.abs(entry.claimed) * reach > noise;
}

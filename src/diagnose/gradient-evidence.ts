import type { TreeLayout } from '../model/tree-layout.js';
import type { Dtype, EntryVerdict } from '../check/report.js';

/** A length that a factor may be explained by: an axis of a parameter, the rows of the data. */
export interface NamedSize {
  readonly size: number;
  /** For a message: `rows of data`, `columns of W`. */
  readonly name: string;
}

/** `follows-…` is that of, or made in part of, the point of the last call; one that `runs` adds to a share of the last. */
export type HabitName = 'pure' | 'accumulates' | 'stale' | 'follows-loss' | 'follows-call' | 'runs' | 'varies';

/** What a check found at one point, as far as a pattern can be read from it. All arrays are flat, in tree order. */
export interface GradientEvidence {
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  /** The user's gradient there. */
  readonly claimed: Float64Array;
  /** Deviation of the claim itself (rounding of float32 sums, spread over calls), as a bound. */
  readonly claimNoise?: Float64Array;
  /** Difference estimates; NaN where unknown. */
  readonly numeric: Float64Array;
  /** |numeric − true derivative| ≤ bound. */
  readonly bound: Float64Array;
  readonly verdict: (i: number) => EntryVerdict | 'unchecked';
  readonly sizesInSight: readonly NamedSize[];
  readonly dtype: Dtype;
  /** How the gradient behaved when it was called again. */
  readonly habit: HabitName;
  /** The parameters whose gradient changed from call to call. */
  readonly changing?: readonly string[];
  /** The share that a gradient which `runs` keeps of the call before. */
  readonly keptShare?: number;
  /** What a second call at the same point gave. */
  readonly secondCall?: Float64Array;
  /** What the gradient gave at another point before. */
  readonly previousPoint?: { readonly point: Float64Array; readonly claimed: Float64Array };
  /** The exact gradient, where it is known: it stands in for the differences. */
  readonly exact?: Float64Array;
}

/** The codes of the contract that numbers alone may give. */
export type DiagnosisCode =
  | 'sign-flip'
  | 'scale'
  | 'missing-term'
  | 'extra-term'
  | 'missing-factor'
  | 'wrong-derivative'
  | 'transposed'
  | 'permuted'
  | 'off-by-one'
  | 'zero-gradient'
  | 'single-entry'
  | 'non-finite'
  | 'stale-gradient'
  | 'accumulated'
  | 'broadcast'
  | 'overwritten'
  | 'copied'
  | 'unknown';

import type { TreeLayout } from '../model/tree-layout.js';
import type { NoiseLevel, RuleConstants } from '../numdiff/index.js';
import type { Tolerance } from './apply-tolerance.js';
import type { EntryTable } from './entry-table.js';
import type { ExactReference } from './exact-reference.js';
import type { ParameterReport } from './report.js';

/** A point, the claim made there, and what to look at. */
export interface PointProblem {
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  readonly loss: number;
  readonly claimed: Float64Array;
  /** Deviation of the claim: its rounding noise, or its spread over repeated calls. */
  readonly claimNoise?: Float64Array;
  /** Relative accuracy of the loss itself, such as the tolerance of an inner solver. */
  readonly lossAccuracy?: number;
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  /** Declared typical sizes; 0 where there is none. */
  readonly scale?: Float64Array;
  readonly frozen: ReadonlySet<string>;
  /** Which leaves to check; all where absent. */
  readonly selects?: (path: string) => boolean;
  /** Which entries of these to check, by their place in the flat vector; all where absent. */
  readonly picks?: (index: number) => boolean;
  readonly declaredFloat32: boolean;
  readonly random: () => number;
  readonly rule: RuleConstants;
  /** An explicit tolerance in place of the calibrated rule. */
  readonly tolerance?: Tolerance;
  /** Relative steps evaluated for the table alone. */
  readonly steps?: readonly number[];
  /** Told of each parameter when it is done, and now and then before. */
  readonly onParameter?: (parameter: ParameterReport, noise: NoiseLevel) => void;
  /** Evaluations that looking for wrong entries along directions may take. */
  readonly maxEvaluations?: number;
  /** Asked before each further piece of work; what is not done when it says no stays unreached. */
  readonly mayGoOn?: () => boolean;
  /** Told how many more entries are done, and how many of them are wrong. */
  readonly onEntries?: (done: number, failed: number) => void;
  /** The noise of the loss, where it has been measured already. */
  readonly noise?: NoiseLevel;
  readonly reference?: ExactReference;
}

export interface PointResult {
  /** Entry by entry, or along random directions. */
  readonly method: 'full' | 'directional';
  readonly noise: NoiseLevel;
  /** Evaluations spent on the noise level. */
  readonly setupEvaluations: number;
  readonly parameters: ParameterReport[];
  /** Decided entries whose bound is above a tenth of their scale. */
  readonly coarse: number;
  /** Every entry's estimate, bound and verdict, for who looks for patterns. */
  readonly entries: EntryTable;
}

import type { ComparisonPlan } from '../training/compare/comparison-plan.js';
import type { TrainingPlan } from '../training/training-plan.js';
import type { ExportNames } from '../model/model-definition.js';

/** Options of a check that reach the worker: plain data. */
export interface RunOptions {
  readonly seed: number;
  readonly names: ExportNames;
  /** Points to draw. */
  readonly points?: number;
  /** Check at zeros, flipped signs and the like as well. */
  readonly edgeCases?: boolean;
  /** Every entry by itself, or parameters along random directions; chosen by size with `auto`. */
  readonly method?: 'auto' | 'full' | 'directional';
  /** Loss evaluations that a full check may take before directions do, and then the search for wrong entries. */
  readonly maxEvaluations?: number;
  /** Seconds after which a check stops, with what it found. */
  readonly timeBudget?: number;
  /** Threads that share the entries of a model that takes long; as many as there are cores where absent. */
  readonly workers?: number;
  /** Entries to check, drawn from every parameter. */
  readonly sample?: number;
  readonly rtol?: number;
  readonly atol?: number;
  /** Steps in units of the entry's scale, evaluated for the table. */
  readonly steps?: readonly number[];
  /** Glob over parameter paths. */
  readonly only?: string;
  /** What the claim is compared with; chosen by size where absent. */
  readonly reference?: 'fd' | 'ad' | 'both';
  /** Instrumented execution goes into packages as well. */
  readonly instrumentDeps?: boolean;
  readonly dtype?: 'float64' | 'float32';
  /** Relative accuracy of the loss itself. */
  readonly lossAccuracy?: number;
  /** Evaluations that are averaged into one value of the loss. */
  readonly average?: number;
  /** Whether to look for the mistake behind a failure; it is where absent. */
  readonly diagnose?: boolean;
  /** The column of its data that a model predicts. */
  readonly target?: string;
  /** How a model is to be trained. */
  readonly training?: TrainingPlan;
  /** Which optimizers are to be compared, and how. */
  readonly comparison?: ComparisonPlan;
}

import type { Dtype, ModelReport, ParameterReport } from '../check/report.js';
import type { Leaf } from '../model/tree-layout.js';

/** How far the check of a claim has come. */
export interface EntryCount {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
}

/** What is known of a model before its report. */
export type ProgressPart =
  | {
      readonly kind: 'begun';
      readonly method: ModelReport['method'];
      readonly dtype: Dtype;
      readonly leaves: readonly Leaf[];
    }
  | FoundSoFar;

/** What has been found at a point: parameters that are done, or as far as they are. */
export interface FoundSoFar {
  readonly kind: 'found';
  readonly method: ModelReport['method'];
  readonly point: string;
  readonly loss: number;
  /** Standard deviation, in units of the loss. */
  readonly noise: number;
  readonly lossEvaluations: number;
  readonly gradientEvaluations: number;
  readonly parameters: readonly ParameterReport[];
}

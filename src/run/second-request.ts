import type { Diagnosis, PointReport, Warning } from '../check/report.js';
import type { ModelDefinition } from '../model/model-definition.js';
import type { NoiseLevel, SeededRandom } from '../numdiff/index.js';
import type { Examined } from './check-claims.js';
import type { GradientAt } from './gradient-source.js';
import type { PreparedModel } from './prepare-model.js';

export type SecondName = 'hessian' | 'hvp';

/** What checking one export of second derivatives came to. */
export interface SecondResult {
  readonly name: SecondName;
  readonly point: PointReport;
  /** Decided entries whose bound is above a tenth of their scale. */
  readonly coarse: number;
  readonly examined: Examined;
  /** The claim, row by row; absent where only its products were looked at. */
  readonly claimed?: Float64Array;
  /** What no single entry shows: a product that is not linear in its direction, values that depend on earlier calls. */
  readonly mismatch?: Diagnosis;
  /** Of `hvp`: false where a product is not the sum of the products with its parts. */
  readonly isLinear?: boolean;
  /** How the function behaved. */
  readonly warnings: readonly Warning[];
}

export interface SecondRequest {
  readonly model: ModelDefinition;
  readonly prepared: PreparedModel;
  readonly userRandom: SeededRandom;
  readonly loss: number;
  readonly noise: NoiseLevel;
  /** The gradient to difference; the user's own where absent. */
  readonly gradientAt?: GradientAt;
}

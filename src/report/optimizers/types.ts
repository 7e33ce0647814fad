import type { ModelError } from '../../check/report.js';
import type { OptimizerResult } from '../../training/compare/compare-optimizers.js';
import type { Recommendation } from '../../training/compare/recommend.js';

/** What `gradcheck optimizers` reports: plain data. */
export interface OptimizersReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'gradcheck'; readonly version: string };
  readonly seed: number;
  readonly summary: {
    readonly verdict: 'pass' | 'error';
    readonly exitCode: number;
    readonly durationMs: number;
  };
  readonly file: string;
  readonly name: string;
  readonly seeds: number;
  /** Of a run; all where absent. */
  readonly batchSize?: number;
  /** Absent where nothing was compared, as all below. */
  readonly initialLoss?: number;
  /** The loss that counts as arrived. */
  readonly target?: number;
  readonly optimizers?: readonly OptimizerResult[];
  readonly recommendation?: Recommendation;
  readonly error?: ModelError;
}

import type { Warning } from '../../check/report.js';
import type { RunSummary } from '../../training/run-summary.js';
import type { OptimizerDescription } from '../../training/training-report.js';
import type { Alarm, TrainingStep } from '../../training/types.js';

/** What a run tells on the way: whoever listens knows as much of it as the run itself. */
export type TrainingPart =
  | {
      readonly kind: 'started';
      readonly initialLoss: number;
      readonly optimizer: OptimizerDescription;
      /** The part `resumed` follows. */
      readonly isResumed: boolean;
    }
  | { readonly kind: 'resumed'; readonly step: number; readonly summary: RunSummary }
  | { readonly kind: 'step'; readonly record: TrainingStep; readonly alarms: readonly Alarm[] }
  | { readonly kind: 'checkpoint'; readonly text: string };

/** What only its end knows. */
export interface TrainingResult {
  /** Of all data, after the last update. */
  readonly finalLoss: number;
  /** Time of monitoring over that of the gradients: all that a step takes but the step itself, and tracing its alarms. */
  readonly overhead: number;
  readonly warnings: readonly Warning[];
}

import {
  clippingOf,
  concludeAlarms,
  quantilesOf,
  type ClippingSummary,
  type NormQuantiles,
  type RunSummary,
} from './run-summary.js';
import type { RunSeries } from './series.js';
import type { Alarm } from './types.js';

/** What made the steps: its name and hyper-parameters; `unknown` for a log that does not tell. */
export type OptimizerDescription = { readonly name: string } & Readonly<Record<string, number | string>>;

/** A run, as `train` and `monitor` report it: plain data. */
export interface TrainingReport {
  readonly steps: number;
  readonly initialLoss: number | null;
  readonly finalLoss: number | null;
  readonly optimizer: OptimizerDescription;
  readonly gradientNorm: NormQuantiles;
  readonly nonFiniteSteps: number;
  readonly clipping: ClippingSummary & { readonly method?: string };
  readonly alarms: readonly Alarm[];
  /** Alarms in all, where more were raised than are listed. */
  readonly alarmCount: number;
  /** Time spent on monitoring, as a share of the time of the gradients. */
  readonly overhead: number;
  readonly series: RunSeries;
}

/** What a summary of steps does not know. */
export interface Surroundings {
  readonly optimizer: OptimizerDescription;
  readonly overhead: number;
  readonly initialLoss?: number;
  readonly finalLoss?: number;
  readonly clipping?: string;
}

export function reportTraining(summary: RunSummary, around: Surroundings): TrainingReport {
  const { optimizer, overhead, clipping } = around;
  const alarms = concludeAlarms(summary);
  return {
    steps: summary.steps,
    initialLoss: around.initialLoss ?? summary.initialLoss ?? null,
    finalLoss: around.finalLoss ?? summary.lastLoss ?? null,
    optimizer,
    gradientNorm: quantilesOf(summary.norms),
    nonFiniteSteps: summary.nonFiniteSteps,
    clipping: { ...clippingOf(summary), ...(clipping === undefined ? {} : { method: clipping }) },
    alarms,
    alarmCount: summary.alarmCount + alarms.length - summary.alarms.length,
    overhead,
    series: summary.series,
  };
}

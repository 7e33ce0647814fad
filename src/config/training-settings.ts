import type { RateGrid } from './training-kinds.js';
import type { OPTIMIZERS } from './training-kinds.js';

/** What the command lines of `train`, `monitor` and `optimizers` share. */
interface SharedSettings {
  readonly config?: string;
  readonly printConfig?: boolean;
  readonly reporter?: string | readonly string[];
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly color?: boolean;
}

export interface ModelSettings extends SharedSettings {
  readonly loss?: string;
  readonly gradient?: string;
  readonly params?: string;
  readonly gradientStyle?: 'return' | 'out';
  readonly seed?: number;
  readonly batchSize?: number;
  readonly timeout?: number;
  readonly maxMemory?: number;
  readonly isolate?: 'worker' | 'process' | 'none';
}

export type FailOn = 'warn' | 'error' | 'never';

export interface TrainSettings extends ModelSettings {
  readonly optimizer?: (typeof OPTIMIZERS)[number];
  readonly lr?: number;
  readonly steps?: number;
  readonly schedule?: 'constant' | 'step' | 'cosine';
  readonly warmup?: number;
  readonly clipNorm?: number;
  readonly clipValue?: number;
  readonly clipAdaptive?: number;
  readonly clipPercentile?: number;
  readonly log?: string;
  readonly checkpoint?: string;
  readonly checkpointEvery?: number;
  readonly resume?: boolean;
  readonly failOn?: FailOn;
}

export interface MonitorSettings extends SharedSettings {
  readonly follow?: boolean;
  readonly column?: 'loss' | 'norm' | 'lr';
  readonly log?: string;
  readonly failOn?: FailOn;
}

export interface OptimizersSettings extends ModelSettings {
  readonly only?: string | readonly string[];
  readonly evaluations?: number;
  readonly seeds?: number;
  readonly lrGrid?: RateGrid;
}

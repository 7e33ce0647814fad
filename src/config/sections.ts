import { DATA_OPTIONS, type AllDataOptions } from './data-options.js';
import { BESIDE_CHECK, pickOptions, specsOf } from './option-table.js';
import type { OptionSpec } from './options.js';
import { MONITOR_OPTIONS, OPTIMIZERS_OPTIONS, TRAIN_OPTIONS } from './training-options.js';
import type { MonitorSettings, OptimizersSettings, TrainSettings } from './training-settings.js';
import type { CheckOptions, OptionName } from './types.js';

const DIFF_NAMES = [
  'loss',
  'params',
  'expr',
  'at',
  'only',
  'instrumentDeps',
  'seed',
  'reporter',
  'color',
  'config',
  'printConfig',
] as const satisfies readonly OptionName[];

/** The options of a check that make sense for `gradcheck diff`. */
export const DIFF_OPTIONS = pickOptions(DIFF_NAMES, {
  ...BESIDE_CHECK,
  at: 'the parameters of --expr, and the point to differentiate at',
  only: 'print the parameters that match, e.g. "layers[*].W"',
});

const HESSIAN_NAMES = [
  'loss',
  'gradient',
  'params',
  'gradientStyle',
  'expr',
  'at',
  'gradientExpr',
  'only',
  'instrumentDeps',
  'diagnose',
  'dtype',
  'lossAccuracy',
  'seed',
  'timeout',
  'maxMemory',
  'isolate',
  'reporter',
  'verbose',
  'debug',
  'color',
  'config',
  'printConfig',
] as const satisfies readonly OptionName[];

/** The options of a check that make sense for `gradcheck hessian`. */
export const HESSIAN_OPTIONS = pickOptions(HESSIAN_NAMES, {
  ...BESIDE_CHECK,
  at: 'the parameters of --expr, and the point to look at',
  only: 'the Hessian by the parameters that match, e.g. "layers[*].W"; the others stay where they are',
  verbose: 'all eigenvalues',
});

type OfCalls = 'expr' | 'at' | 'gradientExpr' | 'config' | 'printConfig';

/** What a configuration may say for single commands: it goes before what it says for all of them. */
export interface Sections {
  readonly diff?: Pick<CheckOptions, Exclude<(typeof DIFF_NAMES)[number], OfCalls>>;
  readonly hessian?: Pick<CheckOptions, Exclude<(typeof HESSIAN_NAMES)[number], OfCalls>>;
  readonly train?: Omit<TrainSettings, 'log' | 'checkpoint' | 'resume' | OfCalls>;
  readonly monitor?: Omit<MonitorSettings, 'follow' | 'column' | OfCalls>;
  readonly optimizers?: Omit<OptimizersSettings, OfCalls>;
  readonly data?: Omit<AllDataOptions, 'fix' | 'out' | 'apply' | 'invert' | 'dryRun' | OfCalls>;
}

export type SectionName = keyof Sections;

type Specs = Readonly<Record<string, OptionSpec>>;

/** The options of the commands beside check. */
export const SECTIONS: Readonly<Record<SectionName, Specs>> = {
  diff: specsOf(DIFF_OPTIONS),
  hessian: specsOf(HESSIAN_OPTIONS),
  train: specsOf(TRAIN_OPTIONS),
  monitor: specsOf(MONITOR_OPTIONS),
  optimizers: specsOf(OPTIMIZERS_OPTIONS),
  data: specsOf(DATA_OPTIONS),
};

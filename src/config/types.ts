import type { Sections } from './sections.js';

/** Options that can differ from one model to another. */
export interface ModelOptions {
  /** Exports under other names. */
  readonly loss?: string;
  readonly gradient?: string;
  readonly params?: string;
  /** `out`: the gradient is written into the function's second argument. */
  readonly gradientStyle?: 'return' | 'out';
  /** Glob over the paths of parameters. */
  readonly only?: string;
  /** Further points to draw. */
  readonly points?: number;
  readonly edgeCases?: boolean;
  /** Every entry by itself, or parameters along random directions; chosen by size with `auto`. */
  readonly method?: 'auto' | 'full' | 'directional';
  /** Loss evaluations that a full check may take before directions do, and then the search for wrong entries. */
  readonly maxEvaluations?: number;
  /** Seconds after which a check stops, with what it found. */
  readonly timeBudget?: number;
  /** Threads that share files, and the entries of a model that takes long; as many as there are cores where absent. */
  readonly workers?: number;
  /** Entries to check, drawn from every parameter. */
  readonly sample?: number;
  readonly reference?: 'fd' | 'ad' | 'both';
  readonly instrumentDeps?: boolean;
  readonly rtol?: number;
  readonly atol?: number;
  /** Steps to show, in units of each entry's scale. */
  readonly steps?: readonly number[];
  readonly dtype?: 'float64' | 'float32';
  readonly lossAccuracy?: number;
  readonly average?: number;
  readonly diagnose?: boolean;
  /** Seconds that a model may take. */
  readonly timeout?: number;
  /** MB that a model may take. */
  readonly maxMemory?: number;
  /** What models run in: a worker thread, a process, or the main thread. */
  readonly isolate?: 'worker' | 'process' | 'none';
}

/** Options of a run as a whole. */
export interface RunWideOptions {
  readonly seed?: number;
  readonly strict?: boolean;
  /** `name` or `name=file`, one or several; files are taken from the folder of the configuration. */
  readonly reporter?: string | readonly string[];
  /** File of known failures, from the folder of the configuration. */
  readonly baseline?: string;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly color?: boolean;
}

/** Options for some of the models: later ones go before earlier ones. */
export interface Override extends ModelOptions {
  /** Globs from the folder of the configuration. */
  readonly files: string | readonly string[];
}

/** What a configuration file exports by default, or package.json holds under `gradcheck`. */
export interface Config extends ModelOptions, RunWideOptions, Sections {
  /** Globs of the models that `gradcheck` checks when it is given none, from the folder of the configuration. */
  readonly files?: string | readonly string[];
  readonly overrides?: readonly Override[];
}

/** All options of a check, as the command line can give them. */
export interface CheckOptions extends ModelOptions, RunWideOptions {
  readonly expr?: string;
  readonly at?: string;
  readonly gradientExpr?: string;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly updateBaseline?: boolean;
  readonly config?: string;
  readonly printConfig?: boolean;
}

export type OptionName = keyof CheckOptions;

/** Types a configuration while it is written: `export default defineConfig({ … })`. */
export function defineConfig(config: Config): Config {
  return config;
}

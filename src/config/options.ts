import {
  COUNT,
  FLAG,
  MEGABYTES,
  NAMES,
  NOT_NEGATIVE,
  oneOf,
  SECONDS,
  THREADS,
  SHARD,
  STEPS,
  TEXT,
  WHOLE,
  type Kind,
} from './kinds.js';
import type { CheckOptions, OptionName } from './types.js';

/** One option of `gradcheck check`: everything that the command line, the environment and configurations know of it. */
export interface OptionSpec<Value = unknown> {
  /** As commander reads it: `--rtol <x>`; `--no-color` for what is on unless it is turned off. */
  readonly flag: string;
  readonly help: string;
  readonly kind: Kind<Value>;
  /** Where configurations may have it: for single models, for the run, in the section of its command, or not at all. */
  readonly scope: 'model' | 'run' | 'section' | 'call';
  readonly fallback?: Value;
  /** What holds where nothing is said, if the fallback does not say it. */
  readonly shownDefault?: string;
}

type Specs = { readonly [Name in OptionName]-?: OptionSpec<NonNullable<CheckOptions[Name]>> };

/** The options in the order in which help shows them, in groups. */
export const OPTION_GROUPS: Readonly<Record<string, Partial<Specs>>> = {
  'What is checked:': {
    loss: { flag: '--loss <name>', help: 'export to differentiate', kind: TEXT, scope: 'model', shownDefault: 'loss' },
    gradient: {
      flag: '--gradient <name>',
      help: 'export to check',
      kind: TEXT,
      scope: 'model',
      shownDefault: 'gradient',
    },
    params: {
      flag: '--params <name>',
      help: 'export with the point',
      kind: TEXT,
      scope: 'model',
      shownDefault: 'params',
    },
    gradientStyle: {
      flag: '--gradient-style <style>',
      help: 'how the gradient comes back: returned, or written into the second argument',
      kind: oneOf('return', 'out'),
      scope: 'model',
      fallback: 'return',
    },
    expr: {
      flag: '--expr <formula>',
      help: 'a loss as a formula, in place of a file or beside it',
      kind: TEXT,
      scope: 'call',
    },
    at: {
      flag: '--at <x=1,…>',
      help: 'the parameters of --expr, and the point to check at',
      kind: TEXT,
      scope: 'call',
    },
    gradientExpr: {
      flag: '--gradient-expr <formulas>',
      help: 'its gradient: a formula for each parameter, in the order of --at',
      kind: TEXT,
      scope: 'call',
    },
    only: {
      flag: '--only <path-glob>',
      help: 'check the parameters that match, e.g. "layers[*].W"',
      kind: TEXT,
      scope: 'model',
      shownDefault: 'all',
    },
    points: {
      flag: '--points <n>',
      help: 'check at n more points, drawn around params or by the export points',
      kind: WHOLE,
      scope: 'model',
      shownDefault: '0; 3 where points is a function',
    },
    edgeCases: {
      flag: '--edge-cases',
      help: 'check at zeros, flipped signs, large and tiny values and near-ties as well',
      kind: FLAG,
      scope: 'model',
    },
    method: {
      flag: '--method <how>',
      help: 'every entry by itself, or parameters along random directions and entries only where these disagree',
      kind: oneOf('auto', 'full', 'directional'),
      scope: 'model',
      shownDefault: 'auto: directional where a full check takes more than --max-evaluations',
    },
    sample: {
      flag: '--sample <n>',
      help: 'check n entries, drawn at random from every parameter',
      kind: COUNT,
      scope: 'model',
      shownDefault: 'all',
    },
    shard: {
      flag: '--shard <i/n>',
      help: 'check the i-th of n parts of the files; gradcheck merge joins their reports',
      kind: SHARD,
      scope: 'call',
    },
  },
  'How it is judged:': {
    reference: {
      flag: '--reference <kind>',
      help: 'compare with finite differences, the exact gradient by instrumented execution, or both',
      kind: oneOf('fd', 'ad', 'both'),
      scope: 'model',
      shownDefault: 'fd; ad where there are too many entries',
    },
    instrumentDeps: {
      flag: '--instrument-deps',
      help: 'follow the arithmetic of packages as well, for exact gradients and the line of a mistake',
      kind: FLAG,
      scope: 'model',
    },
    rtol: {
      flag: '--rtol <x>',
      help: 'explicit relative tolerance, in place of the calibrated rule',
      kind: NOT_NEGATIVE,
      scope: 'model',
    },
    atol: {
      flag: '--atol <x>',
      help: 'explicit absolute tolerance, in place of the calibrated rule',
      kind: NOT_NEGATIVE,
      scope: 'model',
    },
    steps: {
      flag: '--steps <list>',
      help: 'relative steps to show in the table, e.g. 1e-3,1e-5; the verdict stays the rule’s',
      kind: STEPS,
      scope: 'model',
    },
    dtype: {
      flag: '--dtype <type>',
      help: 'arithmetic the loss runs in, if not what the parameters say',
      kind: oneOf('float64', 'float32'),
      scope: 'model',
    },
    lossAccuracy: {
      flag: '--loss-accuracy <x>',
      help: 'relative accuracy of the loss itself, e.g. the tolerance of an inner solver',
      kind: NOT_NEGATIVE,
      scope: 'model',
    },
    average: {
      flag: '--average <n>',
      help: 'evaluations averaged into each value of a loss that differs at equal input',
      kind: COUNT,
      scope: 'model',
      shownDefault: '1',
    },
    seed: { flag: '--seed <n>', help: 'seed of all random numbers', kind: WHOLE, scope: 'run', fallback: 1 },
    strict: { flag: '--strict', help: 'single undecided entries make the exit code 3', kind: FLAG, scope: 'run' },
    diagnose: {
      flag: '--no-diagnose',
      help: 'verdicts only, no search for the mistake',
      kind: FLAG,
      scope: 'model',
      fallback: true,
    },
    baseline: {
      flag: '--baseline <file>',
      help: 'known failures and detection limits: only what is worse fails the run',
      kind: TEXT,
      scope: 'run',
    },
    updateBaseline: {
      flag: '--update-baseline',
      help: 'write what is found into the baseline',
      kind: FLAG,
      scope: 'call',
    },
  },
  'How it is run:': {
    timeout: {
      flag: '--timeout <seconds>',
      help: 'time that a model may take, loading apart; then it is ended, and what was found is told',
      kind: SECONDS,
      scope: 'model',
      shownDefault: '60',
    },
    maxMemory: {
      flag: '--max-memory <MB>',
      help: 'memory that a model may take',
      kind: MEGABYTES,
      scope: 'model',
      shownDefault: '70 % of what there is',
    },
    maxEvaluations: {
      flag: '--max-evaluations <n>',
      help: 'loss evaluations that a full check may take before directions do, and then the search for wrong entries',
      kind: COUNT,
      scope: 'model',
      shownDefault: '50000',
    },
    timeBudget: {
      flag: '--time-budget <seconds>',
      help: 'time after which a model’s check stops, and reports what it found until then',
      kind: SECONDS,
      scope: 'model',
      shownDefault: 'none',
    },
    workers: {
      flag: '--workers <n>',
      help: 'threads that share files, and the entries of a model that takes long; the report is the same whatever their number',
      kind: THREADS,
      scope: 'model',
      shownDefault: 'the number of cores; 1 with --max-memory',
    },
    isolate: {
      flag: '--isolate <how>',
      help: 'what models run in: a thread, a process (for native addons), or nothing of their own (for debugging)',
      kind: oneOf('worker', 'process', 'none'),
      scope: 'model',
      shownDefault: 'worker',
    },
  },
  'What is shown:': {
    reporter: {
      flag: '--reporter <name[=file]>',
      help: 'pretty, json, junit, github, markdown, tap, sarif, html or blob, to stdout or a file; repeatable',
      kind: NAMES,
      scope: 'run',
      shownDefault: 'pretty; on GitHub Actions github as well',
    },
    verbose: { flag: '--verbose', help: 'the whole error-over-step matrix', kind: FLAG, scope: 'run' },
    quiet: { flag: '--quiet', help: 'only what is wrong, and the summary', kind: FLAG, scope: 'run' },
    debug: { flag: '--debug', help: 'stack traces of errors', kind: FLAG, scope: 'run' },
    color: { flag: '--no-color', help: 'no colours', kind: FLAG, scope: 'run', fallback: true },
  },
  'Configuration:': {
    config: {
      flag: '--config <file>',
      help: 'the configuration to use',
      kind: TEXT,
      scope: 'call',
      shownDefault: 'gradcheck.config.* or package.json, searched from the model upward',
    },
    printConfig: {
      flag: '--print-config',
      help: 'print the options, where each comes from, and the files, and check nothing',
      kind: FLAG,
      scope: 'call',
    },
  },
};

export const OPTIONS = Object.assign({}, ...Object.values(OPTION_GROUPS)) as Specs;

export const OPTION_NAMES = Object.keys(OPTIONS) as OptionName[];

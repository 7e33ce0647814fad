import type { RunOptions } from './run-options.js';

/** What decides on the verdicts of a call: the options of a run in one list, and what does not reach the worker. */
type ReplayOptions = Omit<RunOptions, 'names'> &
  RunOptions['names'] & {
    readonly expr?: string;
    readonly at?: string;
    readonly gradientExpr?: string;
    readonly timeout?: number;
    readonly maxMemory?: number;
    readonly isolate?: string;
    readonly strict?: boolean;
    readonly config?: string;
    readonly baseline?: string;
    readonly shard?: { readonly index: number; readonly count: number };
  };

/** The call that gives the same verdicts again. */
export function replayCommand(patterns: readonly string[], options: ReplayOptions): string {
  const words = ['gradcheck', ...patterns.map(quote)];
  const add = (flag: string, value: string | number | undefined): void => {
    if (value !== undefined) words.push(flag, quote(String(value)));
  };
  add('--expr', options.expr);
  add('--at', options.at);
  add('--gradient-expr', options.gradientExpr);
  add('--seed', options.seed);
  add('--loss', options.loss);
  add('--gradient', options.gradient);
  add('--params', options.params);
  if (options.gradientStyle === 'out') add('--gradient-style', options.gradientStyle);
  add('--only', options.only);
  add('--points', options.points);
  if (options.edgeCases) words.push('--edge-cases');
  add('--method', options.method);
  add('--sample', options.sample);
  add('--max-evaluations', options.maxEvaluations);
  add('--time-budget', options.timeBudget);
  add('--rtol', options.rtol);
  add('--atol', options.atol);
  add('--reference', options.reference);
  if (options.instrumentDeps) words.push('--instrument-deps');
  add('--dtype', options.dtype);
  add('--loss-accuracy', options.lossAccuracy);
  add('--average', options.average);
  add('--timeout', options.timeout);
  add('--max-memory', options.maxMemory);
  add('--isolate', options.isolate);
  if (options.strict) words.push('--strict');
  add('--config', options.config);
  add('--baseline', options.baseline);
  add('--shard', options.shard && `${options.shard.index}/${options.shard.count}`);
  return words.join(' ');
}

/** Quoted for a POSIX shell where it needs to be. */
function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

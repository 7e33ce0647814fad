import { fileURLToPath } from 'node:url';
import type { CheckReport, ModelReport } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import type { Awaitable, LossValue, Model } from '../model/types.js';
import { displayName } from '../run/name-files.js';
import type { RunOptions } from '../run/run-options.js';
import { readCheckOptions, refuseFileOptions, type CheckOptions, type FileOptions } from './check-options.js';
import { runInTurn } from './in-turn.js';

/* eslint-disable typescript/no-explicit-any -- the tree and the data of a model are its own affair */
/** A model of any tree and data. */
export interface AnyModel extends Omit<Model<any, any>, 'params' | 'loss' | 'gradient' | 'lossAndGradient'> {
  readonly params: unknown;
  readonly loss?: (params: any, data?: any) => Awaitable<LossValue>;
  readonly gradient?: (params: any, data?: any) => unknown;
  readonly lossAndGradient?: (params: any, data?: any) => unknown;
}
/* eslint-enable typescript/no-explicit-any */

/** What can be checked: a model, a list of them, a module that exports them, or the path or URL of a file. */
export type Checkable =
  | AnyModel
  | readonly AnyModel[]
  | { readonly default: AnyModel | readonly AnyModel[] }
  | string
  | URL;

/**
 * Checks gradients and returns the report, the same data as of `--reporter json`.
 *
 * A model, a list of models or a module is checked in this process: `Math.random` is the seeded stream meanwhile, and
 * checks wait for each other. A path (from the current folder, or a glob) or a `file:` URL is checked as the command
 * does it, in a worker. What cannot be checked gives a report with verdict `error`.
 *
 * @throws GradcheckError `usage` for an option that does not exist, or a value of the wrong kind.
 */
export function check<const P, D = undefined>(model: Model<P, D>, options?: CheckOptions): Promise<CheckReport>;
export function check(model: Checkable, options?: CheckOptions): Promise<CheckReport>;
export async function check(model: Checkable, options: CheckOptions = {}): Promise<CheckReport> {
  const run = readCheckOptions(options);
  const path = readPath(model);
  if (path === null) refuseFileOptions(options);
  return runInTurn(async () => {
    const started = performance.now();
    // Loaded when asked for: model files import this package for its types alone.
    const { assembleReport } = await import('../run/assemble-report.js');
    const models = path === null ? await checkObject(model, run) : await checkPath(path, run, options);
    return assembleReport(models, {
      seed: run.seed,
      strict: options.strict,
      durationMs: performance.now() - started,
      replay: path === null ? '' : await replayOf(path, run, options),
    });
  });
}

/**
 * The path as the command would be given it; null for an object.
 * @throws GradcheckError `usage` for a URL that is not of a file
 */
function readPath(model: Checkable): string | null {
  if (typeof model === 'string') return model;
  if (!(model instanceof URL)) return null;
  if (model.protocol === 'file:') return displayName(fileURLToPath(model), process.cwd());
  throw new GradcheckError('usage', `${model.href} is not the URL of a file`, {
    hint: "new URL('./model.ts', import.meta.url) is one",
  });
}

async function checkObject(model: unknown, run: RunOptions): Promise<ModelReport[]> {
  const { checkInline } = await import('./check-inline.js');
  return checkInline(model, run);
}

async function checkPath(path: string, options: RunOptions, how: FileOptions): Promise<ModelReport[]> {
  const { findFiles } = await import('../run/find-files.js');
  const { runFiles } = await import('../run/run-files.js');
  const { CHECK } = await import('../run/tasks.js');
  const { errorReport } = await import('../run/error-report.js');
  const { readLimits } = await import('../run/limits.js');
  const cwd = process.cwd();
  const { files, missing } = await findFiles([path], cwd);
  const userOutput = (text: string) => void process.stderr.write(text);
  const failed = missing.map(({ name, error }) => errorReport(name, name, error));
  const apart = { isolation: how.isolate, limits: readLimits(how) };
  return [...failed, ...(await runFiles(CHECK, { files, cwd, options, ...apart, userOutput }))];
}

async function replayOf(
  path: string,
  { names, ...run }: RunOptions,
  { strict, timeout, maxMemory, isolate }: CheckOptions,
): Promise<string> {
  const { replayCommand } = await import('../run/replay-command.js');
  return replayCommand([path], { ...run, ...names, timeout, maxMemory, isolate, strict });
}

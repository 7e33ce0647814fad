import { availableParallelism } from 'node:os';
import type { ModelReport } from '../check/report.js';
import type { Resolved, Settings } from '../config/settings.js';
import type { CheckOptions } from '../config/types.js';
import type { IsolationKind } from '../run/isolation/start-isolate.js';
import { readLimits, type Limits } from '../run/limits.js';
import { runFiles } from '../run/run-files.js';
import type { RunOptions } from '../run/run-options.js';
import { CHECK } from '../run/tasks.js';
import { batchFiles } from './batch-files.js';
import type { Job } from './choose-models.js';
import type { Io } from './io.js';
import type { Progress } from './progress-line.js';

/** Steps of the error-over-step matrix of --verbose, in units of each entry's scale. */
const TABLE_STEPS = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];

interface Surroundings {
  readonly settings: Settings;
  readonly run: Resolved;
  readonly io: Io;
  readonly tell: (model: ModelReport) => Promise<void>;
  readonly progress: Progress;
  /** Ends the run. */
  readonly signal?: AbortSignal;
}

interface HowToRun {
  readonly options: RunOptions;
  readonly isolation?: IsolationKind;
  readonly limits: Limits;
}

/** Checks the files and formulas of a call, each with its own options, in their order. */
export async function checkJob(job: Job, { settings, run, io, tell, progress, signal }: Surroundings): Promise<void> {
  const userOutput = (text: string): void => {
    progress.clear();
    io.stderr.write(text);
  };
  const shared = { cwd: io.cwd(), userOutput, onModel: tell, onCount: progress.count, signal };
  const howOf = async (file: string): Promise<HowToRun> =>
    howToRun((await settings.ofModel(file)).options, run.options);
  for (const { files, how } of await batchFiles(job.files, howOf))
    await runFiles(CHECK, { ...shared, files, ...how, ...shareCores(files.length, how) });
  const { expression } = job;
  if (expression) await runFiles(CHECK, { ...shared, files: [], expression, ...howToRun(run.options, run.options) });
}

/** Files side by side; of what they leave of the cores each has its part for its entries. */
function shareCores(files: number, { isolation, options }: HowToRun): { atOnce: number; options: RunOptions } {
  const threads = options.workers ?? availableParallelism();
  const atOnce = isolation === 'none' ? 1 : Math.max(1, Math.min(threads, files));
  return { atOnce, options: { ...options, workers: Math.max(1, Math.floor(threads / atOnce)) } };
}

function howToRun(model: CheckOptions, run: CheckOptions): HowToRun {
  return { options: toRunOptions(model, run), isolation: model.isolate, limits: readLimits(model) };
}

/** Options that go to the worker as they are. */
const MODEL_OPTIONS = [
  'points',
  'edgeCases',
  'sample',
  'method',
  'maxEvaluations',
  'timeBudget',
  'rtol',
  'atol',
  'only',
  'reference',
  'instrumentDeps',
  'dtype',
  'lossAccuracy',
  'average',
  'diagnose',
] as const satisfies readonly (keyof CheckOptions & keyof RunOptions)[];

function toRunOptions(model: CheckOptions, run: CheckOptions): RunOptions {
  const { loss, gradient, params, gradientStyle } = model;
  const given = Object.fromEntries(MODEL_OPTIONS.map((name) => [name, model[name]]));
  const steps = model.steps ?? (run.verbose ? TABLE_STEPS : undefined);
  // Each thread has a copy of the model.
  const workers = model.workers ?? (model.maxMemory === undefined ? undefined : 1);
  return { ...given, workers, seed: run.seed ?? 1, steps, names: { loss, gradient, params, gradientStyle } };
}

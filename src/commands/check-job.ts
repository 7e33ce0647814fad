import type { ModelReport } from '../check/report.js';
import type { Resolved, Settings } from '../config/settings.js';
import type { CheckOptions } from '../config/types.js';
import { runFiles } from '../run/run-files.js';
import type { RunOptions } from '../run/run-options.js';
import { CHECK } from '../run/tasks.js';
import type { Job } from './choose-models.js';
import type { Io } from './io.js';

/** Steps of the error-over-step matrix of --verbose, in units of each entry's scale. */
const TABLE_STEPS = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];

interface Surroundings {
  readonly settings: Settings;
  readonly run: Resolved;
  readonly io: Io;
  readonly tell: (model: ModelReport) => Promise<void>;
}

/** Files in a row that have the same options. */
interface Batch {
  readonly options: RunOptions;
  readonly files: string[];
}

/** Checks the files and formulas of a call, each with its own options, in their order. */
export async function checkJob(job: Job, { settings, run, io, tell }: Surroundings): Promise<void> {
  const shared = { cwd: io.cwd(), userOutput: (text: string) => void io.stderr.write(text), onModel: tell };
  const batches: Batch[] = [];
  for (const file of job.files) {
    const options = toRunOptions((await settings.ofModel(file)).options, run.options);
    const last = batches.at(-1);
    if (last && JSON.stringify(last.options) === JSON.stringify(options)) last.files.push(file);
    else batches.push({ options, files: [file] });
  }
  for (const batch of batches) await runFiles(CHECK, { ...shared, ...batch });
  const { expression } = job;
  if (expression)
    await runFiles(CHECK, { ...shared, files: [], expression, options: toRunOptions(run.options, run.options) });
}

/** Options that go to the worker as they are. */
const MODEL_OPTIONS = [
  'points',
  'edgeCases',
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
  return { ...given, seed: run.seed ?? 1, steps, names: { loss, gradient, params, gradientStyle } };
}

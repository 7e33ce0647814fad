import type { Command } from 'commander';
import type { HessianModel, HessianReport } from '../check/hessian-report.js';
import { exitCodeOf } from '../check/summarize.js';
import { HESSIAN_OPTIONS } from '../config/sections.js';
import { listOf, Settings } from '../config/settings.js';
import type { CheckOptions } from '../config/types.js';
import { GradcheckError } from '../errors.js';
import { readExpression } from '../formula/read-expression.js';
import { packageVersion } from '../package-info.js';
import { HESSIAN_REPORTERS } from '../report/index.js';
import { findFiles } from '../run/find-files.js';
import { readLimits } from '../run/limits.js';
import { watchInterruption } from '../run/interruption.js';
import { runFiles, type RunFilesOptions } from '../run/run-files.js';
import { HESSIAN } from '../run/tasks.js';
import type { Io } from './io.js';
import { addOptions, givenOptions } from './add-options.js';
import { batchFiles } from './batch-files.js';
import { addNotes } from './help.js';
import { openReporters } from './open-reporters.js';
import { printConfig } from './print-config.js';
import { filesOf, readReporterSpecs } from './reporter-specs.js';
import { refuseOverwriting } from './refuse-overwriting.js';

const EXAMPLES = [
  'gradcheck hessian model.ts',
  'gradcheck hessian model.ts --only W2 --reporter json=curvature.json',
  "gradcheck hessian --expr 'x^2 - y^2' --at x=0,y=0",
];

const EXIT_CODES = [
  '0  the curvature is told; gradient and exports are right',
  '1  the gradient, or an export hessian or hvp, is wrong',
  '2  something could not be looked at',
  '3  nothing is wrong, but something could not be decided',
  '130  interrupted: the report covers what was finished',
];

export function addHessianCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  const command = program
    .command('hessian')
    .description('look at the curvature of a loss: eigenvalues, condition number, minimum or saddle, stable step')
    .argument('[files...]', 'model modules, .json files of formulas, or globs of them');
  addOptions(command, HESSIAN_OPTIONS);
  addNotes(command, { examples: EXAMPLES, exitCodes: EXIT_CODES });
  command.action(async (files: string[]) => done(await hessian(files, givenOptions(command), io)));
}

/** Runs the hessian command; returns the exit code. */
async function hessian(patterns: readonly string[], flags: CheckOptions, io: Io): Promise<number> {
  const started = performance.now();
  const settings = new Settings({ flags, env: io.env, cwd: io.cwd(), command: 'hessian' });
  const expression = readExpression(flags);
  if (patterns.length === 0 && !expression)
    throw new GradcheckError('usage', 'there is no loss to look at', {
      hint: 'name model files, as in "gradcheck hessian model.ts", or give a formula with --expr',
    });
  const { files, missing } = await findFiles(patterns, io.cwd());
  const run = await settings.ofRun(files);
  const { options } = run;
  if (options.printConfig) return printConfig(run, { files, missing }, settings, io);
  const specs = readReporterSpecs(listOf(options.reporter ?? 'pretty'), HESSIAN_REPORTERS);
  refuseOverwriting(filesOf(specs), files, io);
  const models: HessianModel[] = [];
  const reporters = await openReporters(specs, options, io);
  const tell = (model: HessianModel): void => {
    models.push(model);
    reporters.onModel(model, { index: models.length - 1, total: models.length });
  };
  for (const { name, error } of missing)
    tell({ name, file: name, verdict: 'error', error, gradient: null, diagnoses: [], warnings: [] });
  const { seed = 1 } = options;
  // In the main thread a model may never let a handler run: there a signal does what it always does.
  const interruption = options.isolate === 'none' ? undefined : watchInterruption();
  const shared = {
    cwd: io.cwd(),
    signal: interruption?.signal,
    userOutput: (text: string) => void io.stderr.write(text),
    onModel: tell,
  };
  const howOf = async (file: string) => howToRun((await settings.ofModel(file)).options, seed);
  for (const { files: batch, how } of await batchFiles(files, howOf))
    await runFiles(HESSIAN, { ...shared, ...how, files: batch });
  if (expression) await runFiles(HESSIAN, { ...shared, ...howToRun(options, seed), files: [], expression });
  interruption?.release();
  const { verdict, exitCode } = interruption?.signal.aborted ? cutShort(models) : exitCodeOf(models);
  const report: HessianReport = {
    schemaVersion: 1,
    tool: { name: 'gradcheck', version: packageVersion() },
    seed,
    summary: { verdict, exitCode, models: models.length, durationMs: performance.now() - started },
    models,
  };
  return reporters.onEnd(report, exitCode);
}

function howToRun(
  { loss, gradient, params, gradientStyle, isolate, ...model }: CheckOptions,
  seed: number,
): Pick<RunFilesOptions<HessianModel>, 'options' | 'isolation' | 'limits'> {
  const { only, instrumentDeps, diagnose, dtype, lossAccuracy } = model;
  const names = { loss, gradient, params, gradientStyle };
  return {
    options: { seed, only, instrumentDeps, diagnose, dtype, lossAccuracy, names },
    isolation: isolate,
    limits: readLimits(model),
  };
}

/** Of a run that was cut short, nothing but what is wrong is certain. */
function cutShort(models: readonly HessianModel[]): ReturnType<typeof exitCodeOf> {
  return { verdict: models.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'error', exitCode: 130 };
}

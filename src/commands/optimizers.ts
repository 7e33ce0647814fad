import type { OptimizersSettings } from '../config/training-settings.js';
import { listOf, Settings } from '../config/settings.js';
import { GradcheckError } from '../errors.js';
import { closestName } from '../model/model-definition.js';
import { packageVersion } from '../package-info.js';
import { OPTIMIZERS_REPORTERS, type OptimizersReport } from '../report/index.js';
import { displayName } from '../run/name-files.js';
import { COMPARE_OPTIMIZERS } from '../run/tasks.js';
import { spreadRates, type ComparisonPlan } from '../training/compare/comparison-plan.js';
import { OPTIMIZERS, type OptimizerName } from '../training/optimizers/index.js';
import type { Io } from './io.js';
import { openReporters } from './open-reporters.js';
import { printConfig } from './print-config.js';
import { findOne } from './find-one.js';
import { filesOf, readReporterSpecs } from './reporter-specs.js';
import { runOne } from './run-one.js';
import { showProgress } from './show-progress.js';
import { refuseOverwriting } from './refuse-overwriting.js';

const EVALUATIONS = 100;
const SEEDS = 3;
const GRID = { lo: 1e-4, hi: 10, count: 11 };

/** Runs the optimizers command; returns the exit code. */
export async function optimizers(pattern: string, flags: OptimizersSettings, io: Io): Promise<number> {
  const started = performance.now();
  const file = await findOne(pattern, io.cwd());
  const given = new Settings({ flags, env: io.env, cwd: io.cwd(), command: 'optimizers' });
  const run = await given.ofModel(file);
  const settings = run.options;
  if (settings.printConfig) return printConfig(run, { files: [file] }, given, io);
  const specs = readReporterSpecs(listOf(settings.reporter ?? 'pretty'), OPTIMIZERS_REPORTERS);
  const plan = planComparison(settings);
  refuseOverwriting(filesOf(specs), [file], io);
  const reporters = await openReporters(specs, settings, io);
  const { seed = 1, loss, gradient, params, gradientStyle } = settings;
  const progress = showProgress(io, settings.quiet ?? false);
  const options = { seed, names: { loss, gradient, params, gradientStyle }, comparison: plan };
  const end = await runOne(COMPARE_OPTIMIZERS, file, options, settings, io, progress.take);
  progress.close();
  const exitCode = end.error === undefined ? 0 : end.error.code === 'interrupted' ? 130 : 2;
  const report: OptimizersReport = {
    schemaVersion: 1,
    tool: { name: 'gradcheck', version: packageVersion() },
    seed,
    summary: { verdict: exitCode === 0 ? 'pass' : 'error', exitCode, durationMs: performance.now() - started },
    file: displayName(file, io.cwd()),
    name: end.name,
    seeds: plan.seeds,
    ...(plan.batchSize === undefined ? {} : { batchSize: plan.batchSize }),
    ...end.result,
    ...(end.error === undefined ? {} : { error: end.error }),
  };
  return reporters.onEnd(report, exitCode);
}

/** @throws GradcheckError `usage` for a name that is none */
function planComparison(settings: OptimizersSettings): ComparisonPlan {
  const { evaluations = EVALUATIONS, seeds = SEEDS, lrGrid = GRID, batchSize } = settings;
  return {
    names: readNames(settings, batchSize !== undefined),
    rates: spreadRates(lrGrid.lo, lrGrid.hi, lrGrid.count),
    evaluations,
    seeds,
    batchSize,
  };
}

/** L-BFGS, the yardstick where all data are taken at once, has nothing to say of batches. */
function readNames({ only }: OptimizersSettings, hasBatches: boolean): readonly OptimizerName[] {
  const all = Object.keys(OPTIMIZERS) as OptimizerName[];
  if (only === undefined) return all.filter((name) => !(hasBatches && name === 'lbfgs'));
  const names = listOf(only)
    .flatMap((text) => text.split(','))
    .map((name) => name.trim());
  for (const name of names) {
    if (!Object.hasOwn(OPTIMIZERS, name)) {
      const close = closestName(name, all);
      throw new GradcheckError('usage', `there is no optimizer named "${name}"`, {
        hint: `${close ? `did you mean ${close}? ` : ''}optimizers: ${all.join(', ')}`,
      });
    }
    if (hasBatches && name === 'lbfgs')
      throw new GradcheckError('usage', 'lbfgs takes all data at each step: its line search compares losses', {
        hint: 'leave --batch-size out, or lbfgs',
      });
  }
  return all.filter((name) => names.includes(name));
}

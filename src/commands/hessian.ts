import type { Command } from 'commander';
import type { HessianModel, HessianReport } from '../check/hessian-report.js';
import { exitCodeOf } from '../check/summarize.js';
import { listOf } from '../config/settings.js';
import type { CheckOptions, OptionName } from '../config/types.js';
import { GradcheckError } from '../errors.js';
import { readExpression } from '../formula/read-expression.js';
import { packageVersion } from '../package-info.js';
import { HESSIAN_REPORTERS } from '../report/index.js';
import { findFiles } from '../run/find-files.js';
import { readLimits } from '../run/limits.js';
import { watchInterruption } from '../run/interruption.js';
import { runFiles } from '../run/run-files.js';
import { HESSIAN } from '../run/tasks.js';
import type { Io } from './io.js';
import { addOptions, givenOptions } from './add-options.js';
import { addNotes } from './help.js';
import { openReporters } from './open-reporters.js';
import { filesOf, readReporterSpecs } from './reporter-specs.js';
import { refuseOverwriting } from './refuse-overwriting.js';

/** The options of a check that make sense here. */
const OPTION_NAMES = [
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
] as const satisfies readonly OptionName[];

const HELP = {
  at: 'the parameters of --expr, and the point to look at',
  only: 'the Hessian by the parameters that match, e.g. "layers[*].W"; the others stay where they are',
  reporter: 'pretty or json, to stdout or a file; repeatable (default: pretty)',
  verbose: 'all eigenvalues',
};

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
  addOptions(command, OPTION_NAMES, HELP);
  addNotes(command, { examples: EXAMPLES, exitCodes: EXIT_CODES });
  command.action(async (files: string[]) => done(await hessian(files, givenOptions(command), io)));
}

/** Runs the hessian command; returns the exit code. */
async function hessian(patterns: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const started = performance.now();
  const { seed = 1, loss, gradient, params, gradientStyle, isolate } = options;
  const { only, instrumentDeps, diagnose, dtype, lossAccuracy } = options;
  const specs = readReporterSpecs(listOf(options.reporter ?? 'pretty'), HESSIAN_REPORTERS);
  const expression = readExpression(options);
  if (patterns.length === 0 && !expression)
    throw new GradcheckError('usage', 'there is no loss to look at', {
      hint: 'name model files, as in "gradcheck hessian model.ts", or give a formula with --expr',
    });
  const { files, missing } = await findFiles(patterns, io.cwd());
  refuseOverwriting(filesOf(specs), files, io);
  const models: HessianModel[] = [];
  const reporters = await openReporters(specs, options, io);
  const tell = (model: HessianModel): void => {
    models.push(model);
    reporters.onModel(model, { index: models.length - 1, total: models.length });
  };
  for (const { name, error } of missing)
    tell({ name, file: name, verdict: 'error', error, gradient: null, diagnoses: [], warnings: [] });
  // In the main thread a model may never let a handler run: there a signal does what it always does.
  const interruption = isolate === 'none' ? undefined : watchInterruption();
  await runFiles(HESSIAN, {
    files,
    expression,
    cwd: io.cwd(),
    options: {
      seed,
      only,
      instrumentDeps,
      diagnose,
      dtype,
      lossAccuracy,
      names: { loss, gradient, params, gradientStyle },
    },
    isolation: isolate,
    limits: readLimits(options),
    signal: interruption?.signal,
    userOutput: (text) => void io.stderr.write(text),
    onModel: tell,
  });
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

/** Of a run that was cut short, nothing but what is wrong is certain. */
function cutShort(models: readonly HessianModel[]): ReturnType<typeof exitCodeOf> {
  return { verdict: models.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'error', exitCode: 130 };
}

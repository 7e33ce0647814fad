import type { Command } from 'commander';
import type { ModelError, ModelReport } from '../check/report.js';
import { OPTION_GROUPS } from '../config/options.js';
import { listOf, Settings } from '../config/settings.js';
import type { CheckOptions } from '../config/types.js';
import { readExpression } from '../formula/read-expression.js';
import { REPORTERS } from '../report/index.js';
import { assembleReport } from '../run/assemble-report.js';
import { errorReport } from '../run/error-report.js';
import { watchInterruption } from '../run/interruption.js';
import { replayCommand } from '../run/replay-command.js';
import { addOptions, givenOptions } from './add-options.js';
import { checkJob } from './check-job.js';
import { chooseModels } from './choose-models.js';
import { addNotes, EXIT_CODES } from './help.js';
import type { Io } from './io.js';
import { openBaseline } from './open-baseline.js';
import { openReporters } from './open-reporters.js';
import { createProgress } from './progress-line.js';
import { printConfig } from './print-config.js';
import { defaultReporters, filesOf, readReporterSpecs } from './reporter-specs.js';
import { refuseOverwriting } from './refuse-overwriting.js';

const EXAMPLES = [
  'gradcheck model.ts',
  'gradcheck "src/**/*.model.ts" --reporter json=report.json',
  'gradcheck physics.js --loss energy --gradient forces --params start',
  "gradcheck --expr 'x^2*y' --at x=1,y=2 --gradient-expr '2*x*y, x^2'",
];

export function addCheckCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  const command = program
    .command('check', { isDefault: true })
    .description('compare the gradient of each model with finite differences of its loss')
    .argument('[files...]', 'model modules, .json files of formulas, or globs of them');
  addOptions(command, OPTION_GROUPS);
  addNotes(command, { examples: EXAMPLES, exitCodes: EXIT_CODES });
  const commands = () => program.commands.map((one) => one.name());
  command.action(async (patterns: string[]) => done(await check(patterns, givenOptions(command), io, commands())));
}

/**
 * Runs the check command; returns the exit code.
 * @param flags what the command line said
 * @param commands names of all commands, of which a file that is not there may be a misspelling
 */
async function check(
  patterns: readonly string[],
  flags: CheckOptions,
  io: Io,
  commands: readonly string[],
): Promise<number> {
  const started = performance.now();
  const settings = new Settings({ flags, env: io.env, cwd: io.cwd() });
  const here = await settings.ofFolder(io.cwd());
  const job = await chooseModels(patterns, here, readExpression(here.options), { cwd: io.cwd(), commands });
  const run = await settings.ofRun(job.files);
  if (run.options.printConfig) return printConfig(run, job, settings, io);
  const specs = readReporterSpecs(listOf(run.options.reporter ?? defaultReporters(io.env)), REPORTERS);
  refuseOverwriting(filesOf(specs), [...job.files, run.configFile, run.options.baseline], io);
  const baseline = openBaseline(run.options, io);
  // In the main thread a model may never let a handler run: there a signal does what it always does.
  const interruption = run.options.isolate === 'none' ? undefined : watchInterruption();
  const models: ModelReport[] = [];
  const total = job.missing.length + job.files.length + (job.expression ? 1 : 0);
  const tell = async (model: ModelReport): Promise<void> => {
    const shown = baseline ? baseline.judge(model) : model;
    models.push(shown);
    progress.clear();
    (await reporters).onModel(shown, { index: models.length - 1, total: Math.max(total, models.length) });
  };
  const progress = createProgress(io, run.options.quiet);
  const checking = checkJob(job, { settings, run, io, tell, progress, signal: interruption?.signal });
  // Reporters load while the worker starts and the bundle is made.
  const reporters = openReporters(specs, run.options, io);
  for (const { name, error } of job.missing) await tell(errorReport(name, name, error));
  await checking;
  interruption?.release();
  const { strict, shard, seed = 1 } = run.options;
  const report = assembleReport(models, {
    seed,
    strict,
    shard,
    baseline: baseline?.close(),
    interruption: interruption?.signal.reason as ModelError | undefined,
    durationMs: performance.now() - started,
    replay: replayCommand(patterns, { ...settings.said, seed }),
  });
  return (await reporters).onEnd(report, report.summary.exitCode);
}

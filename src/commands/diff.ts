import type { Command } from 'commander';
import type { DiffModel, DiffReport } from '../check/diff-report.js';
import { DIFF_OPTIONS } from '../config/sections.js';
import { listOf, Settings } from '../config/settings.js';
import type { CheckOptions } from '../config/types.js';
import { GradcheckError } from '../errors.js';
import { readExpression } from '../formula/read-expression.js';
import { packageVersion } from '../package-info.js';
import { DIFF_REPORTERS } from '../report/index.js';
import { findFiles } from '../run/find-files.js';
import { runFiles } from '../run/run-files.js';
import type { RunOptions } from '../run/run-options.js';
import { DIFF } from '../run/tasks.js';
import type { Io } from './io.js';
import { addOptions, givenOptions } from './add-options.js';
import { batchFiles } from './batch-files.js';
import { addNotes } from './help.js';
import { openReporters } from './open-reporters.js';
import { printConfig } from './print-config.js';
import { filesOf, readReporterSpecs } from './reporter-specs.js';
import { refuseOverwriting } from './refuse-overwriting.js';

const EXAMPLES = [
  'gradcheck diff model.ts',
  'gradcheck diff physics.js --loss energy --params start --reporter json=gradient.json',
  "gradcheck diff --expr 'x^2*y' --at x=1,y=2",
];

export function addDiffCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  const command = program
    .command('diff')
    .description('print the exact gradient of a loss, by following its code or by the rules for formulas')
    .argument('[files...]', 'model modules (they need no gradient), .json files of formulas, or globs of them');
  addOptions(command, DIFF_OPTIONS);
  addNotes(command, { examples: EXAMPLES, exitCodes: ['0  every gradient is there', '2  one is not to be had'] });
  command.action(async (files: string[]) => done(await diff(files, givenOptions(command), io)));
}

/** Runs the diff command; returns the exit code. */
async function diff(patterns: readonly string[], flags: CheckOptions, io: Io): Promise<number> {
  const started = performance.now();
  const settings = new Settings({ flags, env: io.env, cwd: io.cwd(), command: 'diff' });
  const expression = readExpression(flags);
  if (patterns.length === 0 && !expression)
    throw new GradcheckError('usage', 'there is nothing to differentiate', {
      hint: 'name model files, as in "gradcheck diff model.ts", or give a formula with --expr',
    });
  const { files, missing } = await findFiles(patterns, io.cwd());
  const run = await settings.ofRun(files);
  const { options } = run;
  if (options.printConfig) return printConfig(run, { files, missing }, settings, io);
  const specs = readReporterSpecs(listOf(options.reporter ?? 'pretty'), DIFF_REPORTERS);
  refuseOverwriting(filesOf(specs), files, io);
  const models: DiffModel[] = [];
  const reporters = await openReporters(specs, options, io);
  const tell = (model: DiffModel): void => {
    models.push(model);
    reporters.onModel(model, { index: models.length - 1, total: models.length });
  };
  for (const { name, error } of missing) tell({ name, file: name, error });
  const { seed = 1 } = options;
  const toRunOptions = ({ loss, params, only, instrumentDeps }: CheckOptions): RunOptions => ({
    seed,
    only,
    instrumentDeps,
    names: { loss, params },
  });
  const shared = { cwd: io.cwd(), userOutput: (text: string) => void io.stderr.write(text), onModel: tell };
  const howOf = async (file: string) => toRunOptions((await settings.ofModel(file)).options);
  for (const { files: batch, how } of await batchFiles(files, howOf))
    await runFiles(DIFF, { ...shared, files: batch, options: how });
  if (expression) await runFiles(DIFF, { ...shared, files: [], expression, options: toRunOptions(options) });
  const exitCode = models.some(({ error }) => error) ? 2 : 0;
  const verdict = exitCode === 0 ? 'pass' : 'error';
  const report: DiffReport = {
    schemaVersion: 1,
    tool: { name: 'gradcheck', version: packageVersion() },
    seed,
    summary: { verdict, exitCode, models: models.length, durationMs: performance.now() - started },
    diff: { models },
  };
  return reporters.onEnd(report, exitCode);
}

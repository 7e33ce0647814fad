import type { Command } from 'commander';
import type { DiffModel, DiffReport } from '../check/diff-report.js';
import { listOf } from '../config/settings.js';
import type { CheckOptions, OptionName } from '../config/types.js';
import { GradcheckError } from '../errors.js';
import { readExpression } from '../formula/read-expression.js';
import { packageVersion } from '../package-info.js';
import { DIFF_REPORTERS } from '../report/index.js';
import { findFiles } from '../run/find-files.js';
import { runFiles } from '../run/run-files.js';
import { DIFF } from '../run/tasks.js';
import type { Io } from './io.js';
import { addOptions, givenOptions } from './add-options.js';
import { addNotes } from './help.js';
import { openReporters } from './open-reporters.js';
import { filesOf, readReporterSpecs } from './reporter-specs.js';
import { refuseOverwriting } from './refuse-overwriting.js';

/** The options of a check that make sense here. */
const OPTION_NAMES = [
  'loss',
  'params',
  'expr',
  'at',
  'only',
  'instrumentDeps',
  'seed',
  'reporter',
  'color',
] as const satisfies readonly OptionName[];

const HELP = {
  at: 'the parameters of --expr, and the point to differentiate at',
  only: 'print the parameters that match, e.g. "layers[*].W"',
  reporter: 'pretty or json, to stdout or a file; repeatable (default: pretty)',
};

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
  addOptions(command, OPTION_NAMES, HELP);
  addNotes(command, { examples: EXAMPLES, exitCodes: ['0  every gradient is there', '2  one is not to be had'] });
  command.action(async (files: string[]) => done(await diff(files, givenOptions(command), io)));
}

/** Runs the diff command; returns the exit code. */
async function diff(patterns: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const started = performance.now();
  const { seed = 1, loss, params, only, instrumentDeps } = options;
  const specs = readReporterSpecs(listOf(options.reporter ?? 'pretty'), DIFF_REPORTERS);
  const expression = readExpression(options);
  if (patterns.length === 0 && !expression)
    throw new GradcheckError('usage', 'there is nothing to differentiate', {
      hint: 'name model files, as in "gradcheck diff model.ts", or give a formula with --expr',
    });
  const { files, missing } = await findFiles(patterns, io.cwd());
  refuseOverwriting(filesOf(specs), files, io);
  const models: DiffModel[] = [];
  const reporters = await openReporters(specs, options, io);
  const tell = (model: DiffModel): void => {
    models.push(model);
    reporters.onModel(model, { index: models.length - 1, total: models.length });
  };
  for (const { name, error } of missing) tell({ name, file: name, error });
  await runFiles(DIFF, {
    files,
    expression,
    cwd: io.cwd(),
    options: { seed, only, instrumentDeps, names: { loss, params } },
    userOutput: (text) => void io.stderr.write(text),
    onModel: tell,
  });
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

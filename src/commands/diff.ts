import type { Command } from 'commander';
import type { DiffModel } from '../check/diff-report.js';
import { GradcheckError } from '../errors.js';
import { readExpression } from '../formula/read-expression.js';
import { packageVersion } from '../package-info.js';
import { findDiffReporter } from '../report/index.js';
import { findFiles } from '../run/find-files.js';
import { runFiles } from '../run/run-files.js';
import { DIFF } from '../run/tasks.js';
import type { Io } from './io.js';
import { openReporters, readSpecs } from './open-reporters.js';
import { collect, wholeNumber } from './option-values.js';

interface DiffOptions {
  readonly loss?: string;
  readonly params?: string;
  readonly expr?: string;
  readonly at?: string;
  readonly only?: string;
  readonly instrumentDeps?: boolean;
  readonly seed: number;
  readonly reporter: readonly string[];
  readonly color: boolean;
}

export function addDiffCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  program
    .command('diff')
    .description('print the exact gradient of a loss, by following its code or by the rules for formulas')
    .argument('[files...]', 'model modules (they need no gradient), .json files of formulas, or globs of them')
    .option('--loss <name>', 'export to differentiate (default: loss)')
    .option('--params <name>', 'export with the point (default: params)')
    .option('--expr <formula>', 'a loss as a formula, in place of a file or beside it')
    .option('--at <x=1,…>', 'the parameters of --expr, and the point to differentiate at')
    .option('--only <path-glob>', 'print the parameters that match, e.g. "layers[*].W"')
    .option('--instrument-deps', 'follow the arithmetic of packages as well')
    .option('--seed <n>', 'seed of all random numbers', wholeNumber, 1)
    .option(
      '--reporter <name[=file]>',
      'pretty or json; to stdout or a file; repeatable (default: pretty)',
      collect,
      [],
    )
    .option('--no-color', 'no colours')
    .addHelpText('after', HELP_AFTER)
    .action(async (files: string[], options: DiffOptions) => done(await diff(files, options, io)));
}

const HELP_AFTER = `
Exit codes: 0 every gradient is there · 2 one is not to be had

Examples:
  gradcheck diff model.ts
  gradcheck diff physics.js --loss energy --params start --reporter json=gradient.json
  gradcheck diff --expr 'x^2*y' --at x=1,y=2`;

/** Runs the diff command; returns the exit code. */
async function diff(patterns: readonly string[], options: DiffOptions, io: Io): Promise<number> {
  const started = performance.now();
  const { seed, loss, params, only, instrumentDeps } = options;
  const specs = readSpecs(options.reporter, findDiffReporter);
  const expression = readExpression(options);
  if (patterns.length === 0 && !expression)
    throw new GradcheckError('usage', 'there is nothing to differentiate', {
      hint: 'name model files, as in "gradcheck diff model.ts", or give a formula with --expr',
    });
  const { files, missing } = await findFiles(patterns, io.cwd());
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
  await reporters.onEnd({
    schemaVersion: 1,
    tool: { name: 'gradcheck', version: packageVersion() },
    seed,
    summary: { verdict, exitCode, models: models.length, durationMs: performance.now() - started },
    diff: { models },
  });
  return exitCode;
}

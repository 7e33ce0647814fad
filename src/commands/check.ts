import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ModelReport } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import { readExpression } from '../formula/read-expression.js';
import { REPORTER_NAMES } from '../report/index.js';
import { assembleReport } from '../run/assemble-report.js';
import { checkFiles } from '../run/check-files.js';
import { findFiles } from '../run/find-files.js';
import { replayCommand } from '../run/replay-command.js';
import type { RunOptions } from '../run/run-options.js';
import { openReporters } from './open-reporters.js';
import { defaultReporters, readReporterSpecs } from './reporter-specs.js';
import type { CheckOptions } from './check-options.js';
import type { Io } from './io.js';

/** Steps of the error-over-step matrix of --verbose, in units of each entry's scale. */
const TABLE_STEPS = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];

export function addCheckCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  program
    .command('check', { isDefault: true })
    .description('compare the gradient of each model with finite differences of its loss')
    .argument('[files...]', 'model modules, .json files of formulas, or globs of them')
    .optionsGroup('What is checked:')
    .option('--loss <name>', 'export to differentiate (default: loss)')
    .option('--gradient <name>', 'export to check (default: gradient)')
    .option('--params <name>', 'export with the point (default: params)')
    .addOption(
      new Option(
        '--gradient-style <style>',
        'how the gradient comes back: returned, or written into the second argument',
      )
        .choices(['return', 'out'])
        .default('return'),
    )
    .option('--expr <formula>', 'a loss as a formula, in place of a file or beside it')
    .option('--at <x=1,…>', 'the parameters of --expr, and the point to check at')
    .option('--gradient-expr <formulas>', 'its gradient: a formula for each parameter, in the order of --at')
    .option('--only <path-glob>', 'check the parameters that match, e.g. "layers[*].W"')
    .option('--points <n>', 'check at n more points, drawn around params or by the export points', wholeNumber)
    .option('--edge-cases', 'check at zeros, flipped signs, large and tiny values and near-ties as well')
    .optionsGroup('How it is judged:')
    .addOption(
      new Option(
        '--reference <kind>',
        'compare with finite differences, the exact gradient by instrumented execution, or both (default: fd; ad where there are too many entries)',
      ).choices(['fd', 'ad', 'both']),
    )
    .option(
      '--instrument-deps',
      'follow the arithmetic of packages as well, for exact gradients and the line of a mistake',
    )
    .option('--rtol <x>', 'explicit relative tolerance, in place of the calibrated rule', positive)
    .option('--atol <x>', 'explicit absolute tolerance, in place of the calibrated rule', positive)
    .option(
      '--steps <list>',
      'relative steps to show in the table, e.g. 1e-3,1e-5; the verdict stays the rule’s',
      stepList,
    )
    .addOption(
      new Option('--dtype <type>', 'arithmetic the loss runs in, if not what the parameters say').choices([
        'float64',
        'float32',
      ]),
    )
    .option(
      '--loss-accuracy <x>',
      'relative accuracy of the loss itself, e.g. the tolerance of an inner solver',
      positive,
    )
    .option('--average <n>', 'evaluations averaged into each value of a loss that differs at equal input', sampleCount)
    .option('--seed <n>', 'seed of all random numbers', wholeNumber, 1)
    .option('--strict', 'single undecided entries make the exit code 3')
    .option('--no-diagnose', 'verdicts only, no search for the mistake')
    .optionsGroup('What is shown:')
    .option(
      '--reporter <name[=file]>',
      `${REPORTER_NAMES.join(', ')}; to stdout or a file; repeatable (default: pretty)`,
      collect,
      [],
    )
    .option('--verbose', 'the whole error-over-step matrix')
    .option('--quiet', 'only what is wrong, and the summary')
    .option('--debug', 'stack traces of errors')
    .option('--no-color', 'no colours')
    .addHelpText('after', HELP_AFTER)
    .action(async (files: string[], options: CheckOptions) => done(await check(files, options, io)));
}

const HELP_AFTER = `
Exit codes: 0 all gradients right · 1 a gradient is wrong · 2 could not be checked · 3 could not be decided

Examples:
  gradcheck model.ts
  gradcheck "src/**/*.model.ts" --reporter json=report.json
  gradcheck physics.js --loss energy --gradient forces --params start
  gradcheck --expr 'x^2*y' --at x=1,y=2 --gradient-expr '2*x*y, x^2'`;

/** Runs the check command; returns the exit code. */
export async function check(patterns: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const started = performance.now();
  const specs = readReporterSpecs(options.reporter.length > 0 ? options.reporter : defaultReporters(io.env));
  const expression = readExpression(options);
  if (patterns.length === 0 && !expression)
    throw new GradcheckError('usage', 'there is nothing to check', {
      hint: 'name model files, as in "gradcheck model.ts", or give formulas with --expr',
    });
  const { files, missing } = await findFiles(patterns, io.cwd());
  const models: ModelReport[] = [];
  const total = missing.length + files.length + (expression ? 1 : 0);
  const tell = async (model: ModelReport): Promise<void> => {
    models.push(model);
    (await reporters).onModel(model, { index: models.length - 1, total: Math.max(total, models.length) });
  };
  const checking = checkFiles({
    files,
    expression,
    cwd: io.cwd(),
    options: runOptions(options),
    userOutput: (text) => void io.stderr.write(text),
    onModel: tell,
  });
  // Reporters load while the worker starts and the bundle is made.
  const reporters = openReporters(specs, options, io);
  for (const model of missing) await tell(model);
  await checking;
  const report = assembleReport(models, {
    seed: options.seed,
    strict: options.strict,
    durationMs: performance.now() - started,
    replay: replayCommand(patterns, options),
  });
  await (await reporters).onEnd(report);
  return report.summary.exitCode;
}

/** Options that go to the worker as they are. */
const RUN_OPTIONS = [
  'seed',
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

function runOptions(options: CheckOptions): RunOptions {
  const { seed, loss, gradient, params, gradientStyle } = options;
  const steps = options.steps ?? (options.verbose ? TABLE_STEPS : undefined);
  const given = Object.fromEntries(RUN_OPTIONS.map((name) => [name, options[name]]));
  return { ...given, seed, steps, names: { loss, gradient, params, gradientStyle } };
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || value === Infinity)
    throw new InvalidArgumentError('expected a number ≥ 0, such as 1e-4');
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('expected a whole number ≥ 0');
  return value;
}

function sampleCount(text: string): number {
  const count = wholeNumber(text);
  if (count < 1) throw new InvalidArgumentError('expected a whole number ≥ 1');
  return count;
}

function stepList(text: string): number[] {
  const steps = text.split(',').map(Number);
  if (steps.some((step) => !(step > 0) || step === Infinity))
    throw new InvalidArgumentError('expected positive numbers with commas between, such as 1e-3,1e-5');
  return steps;
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

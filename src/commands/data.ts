import { resolve } from 'node:path';
import type { Command } from 'commander';
import { DATA_OPTIONS, type AllDataOptions } from '../config/data-options.js';
import { listOf, Settings } from '../config/settings.js';
import { countLevels, failsAt } from '../data/judge-findings.js';
import type { DataReport } from '../data/types.js';
import { GradcheckError } from '../errors.js';
import { packageVersion } from '../package-info.js';
import { DATA_REPORTERS } from '../report/index.js';
import { toModelError } from '../run/error-report.js';
import { findFiles } from '../run/find-files.js';
import { displayName } from '../run/name-files.js';
import { addOptions, givenOptions } from './add-options.js';
import { addNotes } from './help.js';
import type { Io } from './io.js';
import { openReporters } from './open-reporters.js';
import { printConfig } from './print-config.js';
import { filesOf, readReporterSpecs } from './reporter-specs.js';
import { tellError } from './tell-error.js';
import { refuseOverwriting } from './refuse-overwriting.js';

const EXAMPLES = [
  'gradcheck data measurements.csv --target species',
  'gradcheck data train.csv --target price --fix impute,standardize --out train-clean.csv',
  'gradcheck data test.csv --target price --apply train-clean.csv.scaler.json --out test-clean.csv',
  'gradcheck data model.ts',
];

const EXIT_CODES = [
  '0  nothing that the data fail for',
  '1  the data have errors (--fail-on warn: or warnings)',
  '2  the data could not be read, or the call makes no sense',
];

export function addDataCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  const command = program
    .command('data')
    .description('inspect data, tell what they do to gradient and curvature, and write a mended copy on request')
    .argument('<file>', 'a file of .csv, .tsv, .json, .jsonl or .parquet, or a model module with its data');
  addOptions(command, DATA_OPTIONS);
  addNotes(command, { examples: EXAMPLES, exitCodes: EXIT_CODES });
  command.action(async (file: string) => done(await inspect(file, givenOptions<AllDataOptions>(command), io)));
}

/** Runs the data command; returns the exit code. */
async function inspect(pattern: string, flags: AllDataOptions, io: Io): Promise<number> {
  const started = performance.now();
  const settings = new Settings({ flags, env: io.env, cwd: io.cwd(), command: 'data' });
  const file = resolve(io.cwd(), pattern);
  const run = await settings.ofModel(file);
  const { options } = run;
  if (options.printConfig) return printConfig(run, { files: [file] }, settings, io);
  const { seed = 1, failOn = 'error' } = options;
  const specs = readReporterSpecs(listOf(options.reporter ?? 'pretty'), DATA_REPORTERS);
  refuseOverwriting(filesOf(specs), [pattern, options.apply, options.out], io);
  const reporters = await openReporters(specs, options, io);
  const found = await tryInspect(pattern, options, io);
  const levels = countLevels(found.data?.findings ?? []);
  const hasLost = failOn !== 'never' && (found.data?.fix?.lostCells ?? 0) > 0;
  const exitCode = found.error ? 2 : hasLost || failsAt(levels, failOn) ? 1 : 0;
  const report: DataReport = {
    schemaVersion: 1,
    tool: { name: 'gradcheck', version: packageVersion() },
    seed,
    summary: {
      verdict: exitCode === 2 ? 'error' : exitCode === 1 ? 'fail' : 'pass',
      exitCode,
      failOn,
      ...levels,
      durationMs: performance.now() - started,
    },
    ...found,
  };
  return reporters.onEnd(report, exitCode);
}

/** What keeps the data from being read is told on stderr, and stands in the report as well. */
async function tryInspect(
  pattern: string,
  options: AllDataOptions,
  io: Io,
): Promise<Pick<DataReport, 'file' | 'data' | 'error'>> {
  const file = resolve(io.cwd(), pattern);
  const display = displayName(file, io.cwd());
  try {
    await refuseMissing(pattern, io);
    const { inspectData } = await import('./inspect-data.js');
    return { file: display, data: await inspectData({ file, display }, options, io) };
  } catch (thrown) {
    tellError(thrown, io, options.debug);
    const { code, message, hint } = toModelError(thrown);
    return { file: display, error: { code, message, hint } };
  }
}

async function refuseMissing(pattern: string, io: Io): Promise<void> {
  const { files, missing } = await findFiles([pattern], io.cwd());
  if (missing.length > 0) {
    const { code, message, hint } = missing[0].error;
    throw new GradcheckError(code as 'file-not-found', message, { hint });
  }
  if (files.length > 1 || files[0] !== resolve(io.cwd(), pattern))
    throw new GradcheckError('usage', `"${pattern}" is not the name of one file`, {
      hint: 'data are looked at one file at a time',
    });
}

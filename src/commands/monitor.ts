import { resolve } from 'node:path';
import type { ModelError } from '../check/report.js';
import { listOf, Settings } from '../config/settings.js';
import { GradcheckError } from '../errors.js';
import { packageVersion } from '../package-info.js';
import { TRAINING_REPORTERS, type TrainingRunReport } from '../report/index.js';
import { toModelError } from '../run/error-report.js';
import { watchInterruption } from '../run/interruption.js';
import { LogWriter } from '../run/log/log-writer.js';
import { BEGUN_ANEW, readPathChunks, readStreamChunks, refuseNoFile } from '../run/log/read-log-chunks.js';
import { LogReader } from '../training/log-reader.js';
import type { CsvMeaning } from '../training/read-csv-row.js';
import { addStep, createSummary, type RunSummary } from '../training/run-summary.js';
import { reportTraining } from '../training/training-report.js';
import type { TrainingStep } from '../training/types.js';
import { createWatch, watchStep } from '../training/watch.js';
import type { Io } from './io.js';
import { judgeAlarms } from './judge-alarms.js';
import { LiveView } from './live-view.js';
import { openReporters } from './open-reporters.js';
import { printConfig } from './print-config.js';
import { filesOf, readReporterSpecs } from './reporter-specs.js';
import type { MonitorSettings } from '../config/training-settings.js';
import { refuseOverwriting } from './refuse-overwriting.js';

/** What has been read of a log so far. */
interface Reading {
  readonly reader: LogReader;
  readonly summary: RunSummary;
}

/** Runs the monitor command; returns the exit code. */
export async function monitor(file: string, flags: MonitorSettings, io: Io): Promise<number> {
  const started = performance.now();
  const settings = new Settings({ flags, env: io.env, cwd: io.cwd(), command: 'monitor' });
  const run = file === '-' ? await settings.ofFolder(io.cwd()) : await settings.ofModel(resolve(io.cwd(), file));
  const { options } = run;
  if (options.printConfig) return printConfig(run, { files: [] }, settings, io);
  const specs = readReporterSpecs(listOf(options.reporter ?? 'pretty'), TRAINING_REPORTERS);
  refuseOverwriting([...filesOf(specs), options.log], [file], io);
  const reporters = await openReporters(specs, options, io);
  const reading: Reading = {
    reader: new LogReader(options.column ?? guessMeaning(file)),
    summary: createSummary(),
  };
  const error = await readAll(file, reading, options, io);
  const report = describe(file, reading, error, options.failOn, performance.now() - started);
  return reporters.onEnd(report, report.summary.exitCode);
}

/** Reads to the end, and writes on what it reads where a log is named; returns what ended it before, or kept it from being read at all. */
async function readAll(
  file: string,
  { reader, summary }: Reading,
  { follow = false, quiet = false, log }: MonitorSettings,
  io: Io,
): Promise<ModelError | undefined> {
  const watch = createWatch();
  const writer = log === undefined ? undefined : new LogWriter(resolve(io.cwd(), log));
  writer?.start();
  const view = follow || file === '-' ? new LiveView(io, { quiet }) : undefined;
  const take = (records: readonly TrainingStep[]): void => {
    for (const record of records) {
      const alarms = watchStep(watch, record);
      addStep(summary, record, alarms);
      writer?.write(record);
      view?.show(summary, alarms);
    }
  };
  const interruption = watchInterruption();
  try {
    const path = resolve(io.cwd(), file);
    if (file !== '-') refuseNoFile(path, file);
    const { signal } = interruption;
    const chunks = file === '-' ? readStreamChunks(process.stdin, signal) : readPathChunks(path, { follow, signal });
    for await (const text of chunks) take(text === BEGUN_ANEW ? reader.restart() : reader.push(text));
    take(reader.end());
    view?.close();
    if (signal.aborted) return signal.reason as ModelError;
    return summary.steps === 0 ? toModelError(emptyLog(file, reader)) : undefined;
  } catch (thrown) {
    return toModelError(thrown);
  } finally {
    interruption.release();
    writer?.close();
    if (file === '-') process.stdin.destroy();
  }
}

function describe(
  file: string,
  { reader, summary }: Reading,
  error: ModelError | undefined,
  failOn: MonitorSettings['failOn'],
  durationMs: number,
): TrainingRunReport {
  const training = reportTraining(summary, { optimizer: { name: 'unknown' }, overhead: 0 });
  const byAlarms = judgeAlarms(training.alarms, failOn);
  const exitCode = error === undefined ? byAlarms : error.code === 'interrupted' ? 130 : 2;
  const { problemCount, problems } = reader;
  return {
    schemaVersion: 1,
    tool: { name: 'gradcheck', version: packageVersion() },
    seed: 1,
    summary: { verdict: exitCode === 2 ? 'error' : byAlarms === 1 ? 'fail' : 'pass', exitCode, durationMs },
    file: file === '-' ? 'standard input' : file,
    ...(summary.steps > 0 ? { training } : {}),
    warnings: [],
    ...(problemCount > 0 ? { problems: { count: problemCount, lines: problems } } : {}),
    ...(error === undefined ? {} : { error }),
  };
}

function emptyLog(file: string, { problems: [first] }: LogReader): GradcheckError {
  const found = first === undefined ? 'it holds no line' : `line ${first.line}: ${first.problem}`;
  return new GradcheckError('empty-log', `there is no step in ${file === '-' ? 'standard input' : file}: ${found}`, {
    hint: 'a step is a line such as\n  {"step":0,"loss":2.3,"lr":0.01,"params":{"W1":{"grad":0.1,"max":0.01,"weight":5.1,"update":0.001}}}',
  });
}

/** The tag of a TensorBoard export stands in the name of its file. */
function guessMeaning(file: string): CsvMeaning {
  if (/norm|grad/i.test(file)) return 'norm';
  return /learning.?rate|\blr\b/i.test(file) ? 'lr' : 'loss';
}

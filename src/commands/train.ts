import type { ModelError } from '../check/report.js';
import { listOf, Settings } from '../config/settings.js';
import { packageVersion } from '../package-info.js';
import { TRAINING_REPORTERS, type TrainingRunReport } from '../report/index.js';
import { displayName } from '../run/name-files.js';
import { TRAIN } from '../run/tasks.js';
import type { TrainEnd } from '../run/train-task.js';
import { reportTraining, type TrainingReport } from '../training/training-report.js';
import { findOne } from './find-one.js';
import type { Io } from './io.js';
import { judgeAlarms } from './judge-alarms.js';
import { openReporters } from './open-reporters.js';
import { printConfig } from './print-config.js';
import { filesOf, readReporterSpecs } from './reporter-specs.js';
import { runOne } from './run-one.js';
import { TrainingFollower } from './training-follower.js';
import { describeClipping, planTraining, toTrainingOptions } from './training-plan.js';
import type { TrainSettings } from '../config/training-settings.js';
import { refuseOverwriting } from './refuse-overwriting.js';

/** Runs the train command; returns the exit code. */
export async function train(pattern: string, flags: TrainSettings, io: Io): Promise<number> {
  const started = performance.now();
  const file = await findOne(pattern, io.cwd());
  const given = new Settings({ flags, env: io.env, cwd: io.cwd(), command: 'train' });
  const run = await given.ofModel(file);
  const settings = run.options;
  if (settings.printConfig) return printConfig(run, { files: [file] }, given, io);
  const specs = readReporterSpecs(listOf(settings.reporter ?? 'pretty'), TRAINING_REPORTERS);
  const plan = planTraining(settings, io.cwd());
  refuseOverwriting([...filesOf(specs), settings.log, settings.checkpoint], [file], io);
  const reporters = await openReporters(specs, settings, io);
  const follower = new TrainingFollower(settings, plan.schedule.steps, io);
  const options = toTrainingOptions(settings, plan);
  const end = await runOne(TRAIN, file, options, settings, io, (part) => follower.take(part));
  follower.close();
  const report = describe(displayName(file, io.cwd()), end, follower, {
    seed: settings.seed ?? 1,
    clipping: describeClipping(plan.clipping),
    failOn: settings.failOn,
    durationMs: performance.now() - started,
    cwd: io.cwd(),
  });
  return reporters.onEnd(report, report.summary.exitCode);
}

interface Setting {
  readonly seed: number;
  readonly clipping?: string;
  readonly failOn: TrainSettings['failOn'];
  readonly durationMs: number;
  readonly cwd: string;
}

function describe(
  file: string,
  { name, result, error }: TrainEnd,
  { summary, optimizer, initialLoss }: TrainingFollower,
  { seed, clipping, failOn, durationMs, cwd }: Setting,
): TrainingRunReport {
  const { finalLoss, overhead = 0, warnings = [] } = result ?? {};
  const isStarted = optimizer !== undefined;
  const training =
    isStarted && nameFiles(reportTraining(summary, { optimizer, overhead, initialLoss, finalLoss, clipping }), cwd);
  const byAlarms = training ? judgeAlarms(training.alarms, failOn) : 0;
  const exitCode = decideExitCode(byAlarms, error);
  return {
    schemaVersion: 1,
    tool: { name: 'gradcheck', version: packageVersion() },
    seed,
    summary: { verdict: exitCode === 2 ? 'error' : byAlarms === 1 ? 'fail' : 'pass', exitCode, durationMs },
    file,
    name,
    ...(training ? { training } : {}),
    warnings,
    ...(error === undefined ? {} : { error }),
  };
}

/** What is wrong with the run goes before what ended it. */
function decideExitCode(byAlarms: 0 | 1, error: ModelError | undefined): number {
  if (error?.code === 'interrupted') return 130;
  return byAlarms === 1 ? 1 : error === undefined ? 0 : 2;
}

/** Files are named as the user sees them. */
function nameFiles(training: TrainingReport, cwd: string): TrainingReport {
  const alarms = training.alarms.map((alarm) => {
    const { location } = alarm;
    return location ? { ...alarm, location: { ...location, file: displayName(location.file, cwd) } } : alarm;
  });
  return { ...training, alarms };
}

import type { NormQuantiles } from '../../training/run-summary.js';
import type { RunSeries } from '../../training/series.js';
import type { TrainingReport } from '../../training/training-report.js';
import type { Alarm } from '../../training/types.js';
import { arrangeError, formatJson } from '../json.js';
import type { ReporterFactory } from '../reporter.js';
import type { TrainingRunReport } from './types.js';

/** Writes the run as JSON when it has ended. */
export const createJsonTrainingReporter: ReporterFactory<never, TrainingRunReport> = ({ write }) => ({
  onEnd: (report) => write(formatJson(arrangeReport(report))),
});

// The functions below name each key, so that neither the order nor the set of keys hangs on how the data came about.

function arrangeReport(report: TrainingRunReport) {
  const { tool, summary, training, problems, error } = report;
  return {
    schemaVersion: report.schemaVersion,
    tool: { name: tool.name, version: tool.version },
    seed: report.seed,
    summary: { verdict: summary.verdict, exitCode: summary.exitCode, durationMs: summary.durationMs },
    file: report.file,
    name: report.name,
    training: training && arrangeTraining(training),
    warnings: report.warnings.map(({ code, message }) => ({ code, message })),
    problems: problems && {
      count: problems.count,
      lines: problems.lines.map(({ line, problem, text }) => ({ line, problem, text })),
    },
    error: error && arrangeError(error),
  };
}

function arrangeTraining(training: TrainingReport) {
  const { clipping } = training;
  return {
    steps: training.steps,
    initialLoss: training.initialLoss,
    finalLoss: training.finalLoss,
    optimizer: training.optimizer,
    gradientNorm: arrangeQuantiles(training.gradientNorm),
    nonFiniteSteps: training.nonFiniteSteps,
    clipping: {
      method: clipping.method,
      share: clipping.share,
      steps: clipping.steps,
      smallestFactor: clipping.smallestFactor,
    },
    alarms: training.alarms.map(arrangeAlarm),
    alarmCount: training.alarmCount,
    overhead: training.overhead,
    series: arrangeSeries(training.series),
  };
}

function arrangeQuantiles({ median, p90, p99, max }: NormQuantiles) {
  return { median, p90, p99, max };
}

function arrangeAlarm({ code, level, step, parameter, message, value, location }: Alarm) {
  const place = location && { file: location.file, line: location.line, column: location.column, text: location.text };
  return { code, level, step, parameter, message, value, location: place };
}

function arrangeSeries({ stride, step, loss, norm, rate, params }: RunSeries) {
  return {
    stride,
    step,
    loss,
    norm,
    rate,
    params: Object.fromEntries(Object.entries(params).map(([path, { grad, ratio }]) => [path, { grad, ratio }])),
  };
}

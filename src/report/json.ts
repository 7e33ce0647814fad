import type {
  CheckReport,
  Counts,
  Diagnosis,
  Effort,
  EntryReport,
  ModelError,
  ModelReport,
  ParameterReport,
  PointReport,
  Regression,
  ShrunkPoint,
  SourceLocation,
  StaleRecord,
  StepError,
} from '../check/report.js';
import type { ReporterFactory } from './reporter.js';

/** Writes the whole report as JSON (schema/report.schema.json, version 1) when the run has ended. */
export const createJsonReporter: ReporterFactory = ({ write }) => ({
  onEnd: (report) => write(formatJsonReport(report)),
});

/** The report as JSON text: a fixed order of keys, two blanks of indent (or another), a line break at the end. */
export function formatJsonReport(report: CheckReport, indent?: number): string {
  return formatJson(arrangeReport(report), indent);
}

/** Data as JSON text that is safe to show. */
export function formatJson(data: unknown, indent = 2): string {
  const text = JSON.stringify(data, replaceNonFinite, indent);
  return `${text.replace(TERMINAL_HAZARDS, escapeUnicode)}\n`;
}

/**
 * Legal in JSON text, but able to control or reorder a terminal that shows it. They can stand only inside strings,
 * where the escape means the same.
 */
const TERMINAL_HAZARDS = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** JSON has no NaN and no infinities. */
function replaceNonFinite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

// The functions below name each key, so that neither the order nor the set of keys hangs on how the data came about.

function arrangeReport(report: CheckReport) {
  const { summary } = report;
  return {
    schemaVersion: report.schemaVersion,
    tool: { name: report.tool.name, version: report.tool.version },
    seed: report.seed,
    summary: {
      verdict: summary.verdict,
      exitCode: summary.exitCode,
      models: summary.models,
      parameters: summary.parameters,
      ...arrangeCounts(summary),
      ...arrangeEffort(summary),
    },
    models: report.models.map(arrangeModel),
    errors: report.errors?.map(arrangeError),
    shard: report.shard && { index: report.shard.index, count: report.shard.count },
    baseline: report.baseline && { file: report.baseline.file, stale: report.baseline.stale.map(arrangeStale) },
    replay: report.replay,
  };
}

function arrangeModel(model: ModelReport) {
  return {
    name: model.name,
    file: model.file,
    verdict: model.verdict,
    method: model.method,
    reference: model.reference,
    dtype: model.dtype,
    loss: model.loss,
    noise: model.noise,
    error: model.error && arrangeError(model.error),
    parameters: model.parameters,
    ...arrangeCounts(model),
    ...arrangeEffort(model),
    setupEvaluations: model.setupEvaluations,
    tolerance: model.tolerance && { rtol: model.tolerance.rtol, atol: model.tolerance.atol },
    averaged: model.averaged,
    truncated: model.truncated,
    known: model.known,
    regressions: model.regressions?.map(arrangeRegression),
    points: model.points.map(arrangePoint),
    skippedPoints: model.skippedPoints?.map(({ name, reason, found }) => ({ name, reason, found })),
    cause: model.cause,
    causeReason: model.causeReason,
    diagnoses: model.diagnoses.map(arrangeDiagnosis),
    warnings: model.warnings.map(({ code, message, path }) => ({ code, message, path })),
    formulas: model.formulas?.map(({ path, derivative, confirmed }) => ({ path, derivative, confirmed })),
  };
}

function arrangeStale({ file, model, point, path, index }: StaleRecord) {
  return { file, model, point, path, index };
}

function arrangeRegression({ kind, point, path, index, was, now }: Regression) {
  return { kind, point, path, index, was, now };
}

function arrangeCounts(counts: Counts) {
  const { entries, checked, pass, fail, kink, inconclusive } = counts;
  return { entries, checked, pass, fail, kink, inconclusive };
}

function arrangeEffort(effort: Effort) {
  const { lossEvaluations, gradientEvaluations, durationMs } = effort;
  return { lossEvaluations, gradientEvaluations, durationMs };
}

function arrangePoint(point: PointReport) {
  const { name, loss, parameters, shrunk } = point;
  return { name, loss, parameters: parameters.map(arrangeParameter), shrunk: shrunk && arrangeShrunk(shrunk) };
}

function arrangeShrunk({ path, index, analytic, numeric, bound, reason, text, params, tries, isSimpler }: ShrunkPoint) {
  return { path, index, analytic, numeric, bound, reason, text, params, tries, isSimpler };
}

function arrangeParameter(parameter: ParameterReport) {
  const { full, directional, none } = parameter.coverage;
  return {
    path: parameter.path,
    shape: parameter.shape,
    size: parameter.size,
    checked: parameter.checked,
    pass: parameter.pass,
    fail: parameter.fail,
    kink: parameter.kink,
    inconclusive: parameter.inconclusive,
    verdict: parameter.verdict,
    skipped: parameter.skipped,
    detectionLimit: parameter.detectionLimit,
    absoluteDetectionLimit: parameter.absoluteDetectionLimit,
    worst: parameter.worst && arrangeEntry(parameter.worst),
    failures: parameter.failures.map(arrangeEntry),
    failed: parameter.failed,
    known: parameter.known,
    notes: parameter.notes.map(arrangeEntry),
    coverage: { full, directional, none },
    missProbability: parameter.missProbability,
    visibleError: parameter.visibleError && {
      median: parameter.visibleError.median,
      worst: parameter.visibleError.worst,
    },
    direction: parameter.direction && {
      analytic: parameter.direction.analytic,
      numeric: parameter.direction.numeric,
      bound: parameter.direction.bound,
      reason: parameter.direction.reason,
    },
    steps: parameter.steps.map(arrangeStep),
  };
}

export function arrangeEntry(entry: EntryReport) {
  const { index, analytic, numeric, exact, bound, relativeError, verdict, reason, slopes, steps, known } = entry;
  return {
    index,
    analytic,
    numeric,
    exact,
    bound,
    relativeError,
    verdict,
    reason,
    slopes,
    steps: steps?.map(arrangeStep),
    known,
  };
}

function arrangeStep({ scheme, step, maxRelativeError }: StepError) {
  return { scheme, step, maxRelativeError };
}

export function arrangeDiagnosis({ code, path, message, evidence, location }: Diagnosis) {
  return { code, path, message, evidence, location: location && arrangeLocation(location) };
}

export function arrangeError({ code, message, hint, location, frame, stack }: ModelError) {
  return { code, message, hint, location: location && arrangeLocation(location), frame, stack };
}

function arrangeLocation({ file, line, column, text }: SourceLocation) {
  return { file, line, column, text };
}

import type {
  Curvature,
  ExportCheck,
  GradientStanding,
  HessianModel,
  HessianReport,
  NamedEntry,
  Spectrum,
} from '../../check/hessian-report.js';
import { arrangeDiagnosis, arrangeEntry, arrangeError, formatJson } from '../json.js';
import type { ReporterFactory } from '../reporter.js';

/** Writes the curvature as JSON (schema/hessian.schema.json) when the run has ended. */
export const createJsonHessianReporter: ReporterFactory<HessianModel, HessianReport> = ({ write }) => ({
  onEnd: (report) => write(formatJson(arrangeReport(report))),
});

// The functions below name each key, so that neither the order nor the set of keys hangs on how the data came about.

/** The first model stands by itself, since there is one as a rule; further ones beside it. */
function arrangeReport({ schemaVersion, tool, seed, summary, models }: HessianReport) {
  const { verdict, exitCode, models: count, durationMs } = summary;
  const [first, ...others] = models.map(arrangeModel);
  return {
    schemaVersion,
    tool: { name: tool.name, version: tool.version },
    seed,
    summary: { verdict, exitCode, models: count, durationMs },
    ...first,
    others: others.length > 0 ? others : undefined,
  };
}

function arrangeModel({ name, file, verdict, error, gradient, hessian, diagnoses, warnings }: HessianModel) {
  return {
    name,
    file,
    verdict,
    error: error && arrangeError(error),
    gradient: gradient && arrangeGradient(gradient),
    hessian: hessian && arrangeCurvature(hessian),
    diagnoses: diagnoses.map(arrangeDiagnosis),
    warnings: warnings.map(({ code, message, path }) => ({ code, message, path })),
  };
}

function arrangeGradient({ verdict, checked, fail, worst }: GradientStanding) {
  return { verdict, checked, fail, worst: worst && { path: worst.path, ...arrangeEntry(worst) } };
}

function arrangeCurvature({ size, verdict, check, spectrum }: Curvature) {
  return {
    size,
    verdict,
    ...(spectrum ? arrangeSpectrum(spectrum) : {}),
    check: {
      hessian: check.hessian && arrangeCheck(check.hessian),
      hvp: check.hvp && arrangeCheck(check.hvp),
      taylor: check.taylor && { gradient: check.taylor.gradient, hessian: check.taylor.hessian },
    },
  };
}

function arrangeSpectrum(spectrum: Spectrum) {
  const { negative, zero, positive, residuals, escape, rescaling } = spectrum;
  return {
    method: spectrum.method,
    source: spectrum.source,
    sourceReason: spectrum.sourceReason,
    loss: spectrum.loss,
    lambdaMin: spectrum.lambdaMin,
    lambdaMax: spectrum.lambdaMax,
    residuals: residuals && { lambdaMin: residuals.lambdaMin, lambdaMax: residuals.lambdaMax },
    conditionNumber: spectrum.conditionNumber,
    conditionIsLowerBound: spectrum.isLowerBound,
    negative,
    zero,
    positive,
    countsAreEstimated: spectrum.areEstimated,
    errorBar: spectrum.errorBar,
    asymmetry: spectrum.asymmetry,
    kinks: spectrum.kinks,
    gradientNorm: spectrum.gradientNorm,
    gain: spectrum.gain,
    negligibleGain: spectrum.negligibleGain,
    stableStep: spectrum.stableStep,
    stepsPerDigit: spectrum.stepsPerDigit,
    momentumStepsPerDigit: spectrum.momentumStepsPerDigit,
    directions: spectrum.directions,
    escape,
    blocks: spectrum.blocks,
    rescaling,
    eigenvalues: spectrum.eigenvalues,
    density: spectrum.density,
    lossEvaluations: spectrum.lossEvaluations,
    gradientEvaluations: spectrum.gradientEvaluations,
  };
}

function arrangeCheck(check: ExportCheck) {
  const { verdict, checked, pass, fail, kink, inconclusive, asymmetry, isLinear, detectionLimit } = check;
  return {
    verdict,
    checked,
    pass,
    fail,
    kink,
    inconclusive,
    asymmetry,
    linear: isLinear,
    detectionLimit,
    worst: check.worst && arrangeNamed(check.worst),
    failures: check.failures.map(arrangeNamed),
  };
}

function arrangeNamed(entry: NamedEntry) {
  return { parameters: entry.parameters, ...arrangeEntry(entry) };
}

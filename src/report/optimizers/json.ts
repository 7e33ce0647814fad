import type { OptimizerResult, Spread } from '../../training/compare/compare-optimizers.js';
import { arrangeError, formatJson } from '../json.js';
import type { ReporterFactory } from '../reporter.js';
import type { OptimizersReport } from './types.js';

/** Writes the comparison as JSON when it has ended. */
export const createJsonOptimizersReporter: ReporterFactory<never, OptimizersReport> = ({ write }) => ({
  onEnd: (report) => write(formatJson(arrangeReport(report))),
});

// The functions below name each key, so that neither the order nor the set of keys hangs on how the data came about.

function arrangeReport(report: OptimizersReport) {
  const { tool, summary, recommendation, error } = report;
  return {
    schemaVersion: report.schemaVersion,
    tool: { name: tool.name, version: tool.version },
    seed: report.seed,
    summary: { verdict: summary.verdict, exitCode: summary.exitCode, durationMs: summary.durationMs },
    file: report.file,
    name: report.name,
    seeds: report.seeds,
    batchSize: report.batchSize,
    initialLoss: report.initialLoss,
    target: report.target,
    optimizers: report.optimizers?.map(arrangeOptimizer),
    recommendation: recommendation && { names: recommendation.names, reason: recommendation.reason },
    error: error && arrangeError(error),
  };
}

function arrangeOptimizer(result: OptimizerResult) {
  const { median, p90, p99, max } = result.gradientNorm;
  return {
    name: result.name,
    hyperparameters: result.hyperparameters,
    bestLoss: arrangeSpread(result.bestLoss),
    finalLoss: arrangeSpread(result.finalLoss),
    stepsToTarget: result.stepsToTarget,
    learningRateRange: result.learningRateRange,
    largestStableLearningRate: result.largestStableLearningRate,
    gradientNorm: { median, p90, p99, max },
    spikesPer1000: result.spikesPer1000,
    signFlipShare: result.signFlipShare,
    lateGradientFloor: result.lateGradientFloor,
    nonFiniteSteps: result.nonFiniteSteps,
    evaluations: result.evaluations,
    curve: result.curve,
  };
}

function arrangeSpread({ min, median, max }: Spread) {
  return { min, median, max };
}

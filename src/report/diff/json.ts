import type { DiffFound, DiffModel, DiffParameter, DiffReport } from '../../check/diff-report.js';
import { arrangeError, formatJson } from '../json.js';
import type { ReporterFactory } from '../reporter.js';

/** Writes the gradients as JSON when the run has ended. */
export const createJsonDiffReporter: ReporterFactory<DiffModel, DiffReport> = ({ write }) => ({
  onEnd: (report) => write(formatJson(arrangeReport(report))),
});

// The functions below name each key, so that neither the order nor the set of keys hangs on how the data came about.

function arrangeReport({ schemaVersion, tool, seed, summary, diff }: DiffReport) {
  const { verdict, exitCode, models, durationMs } = summary;
  return {
    schemaVersion,
    tool: { name: tool.name, version: tool.version },
    seed,
    summary: { verdict, exitCode, models, durationMs },
    diff: { models: diff.models.map(arrangeModel) },
  };
}

function arrangeModel(model: DiffModel) {
  const { name, file } = model;
  return model.error ? { name, file, error: arrangeError(model.error) } : { name, file, ...arrangeFound(model) };
}

function arrangeFound(model: DiffFound) {
  return {
    loss: model.loss,
    method: model.method,
    parameters: model.parameters.map(arrangeParameter),
    checkedDirections: model.checkedDirections,
    undecidedDirections: model.undecidedDirections,
    checkedEntries: model.checkedEntries,
    points: model.points?.map(({ name, loss, parameters }) => ({
      name,
      loss,
      parameters: parameters.map(arrangeParameter),
    })),
    code: model.code,
  };
}

function arrangeParameter({ path, shape, gradient, formula }: DiffParameter) {
  return { path, shape, gradient, formula };
}

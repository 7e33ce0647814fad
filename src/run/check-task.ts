import type { ModelReport } from '../check/report.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { errorReport } from './error-report.js';
import type { ProgressPart } from './progress-part.js';
import { reportSoFar } from './report-so-far.js';
import type { Task, TaskContext } from './task.js';

export const CHECK_TASK: Task<ModelReport> = {
  needsGradient: true,
  run,
  runFormulas: (model, context) => model.check((definition) => run(definition, context)),
  fail: (name, file, error, durationMs, parts = []) => {
    const failed = errorReport(name, file, error, durationMs);
    return parts.length === 0 ? failed : reportSoFar(failed, parts as readonly ProgressPart[]);
  },
};

async function run(definition: ModelDefinition, context: TaskContext): Promise<ModelReport> {
  const { checkModel } = await import('./check-model.js');
  const { ProgressTeller } = await import('./progress-teller.js');
  const progress = new ProgressTeller(context.tellPart);
  try {
    return await checkModel(definition, { ...context, progress });
  } catch (error) {
    progress.flush();
    throw error;
  }
}

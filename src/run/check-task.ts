import type { ModelReport, Warning } from '../check/report.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { listAlteredBuiltins, nameAltered } from './altered-builtins.js';
import { errorReport } from './error-report.js';
import type { ProgressPart } from './progress-part.js';
import type { ProgressTeller } from './progress-teller.js';
import { refuseAlteredBuiltins } from './refuse-altered-builtins.js';
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
  const { ProgressTeller } = await import('./progress-teller.js');
  const progress = new ProgressTeller(context.tellPart, context.tellCount);
  try {
    return await withOwnBuiltins(context, (check) => check(definition, progress));
  } catch (error) {
    progress.flush();
    throw error;
  }
}

type Check = (definition: ModelDefinition, progress?: ProgressTeller) => Promise<ModelReport>;

/** Checks, as long as the built-in functions that it takes are as they should be: before, and after. */
async function withOwnBuiltins(
  context: TaskContext,
  run: (check: Check) => Promise<ModelReport>,
): Promise<ModelReport> {
  const { checkModel } = await import('./check-model.js');
  const check: Check = (definition, progress) => checkModel(definition, { ...context, progress });
  const known = (definition: ModelDefinition): Promise<ModelReport> =>
    checkModel(definition, { ...context, options: { seed: 1, names: {}, diagnose: false }, loadExact: undefined });
  const before = listAlteredBuiltins();
  if (before.length > 0) await refuseAlteredBuiltins(before, known);
  const report = await run(check);
  const after = listAlteredBuiltins();
  if (after.length > before.length) await refuseAlteredBuiltins(after, known);
  return after.length === 0 ? report : { ...report, warnings: [...report.warnings, warnOfAltered(after)] };
}

function warnOfAltered(altered: readonly string[]): Warning {
  const message = `the module replaced ${nameAltered(altered)}, which gradcheck runs with as well; known gradients are still judged rightly`;
  return { code: 'altered-builtins', message };
}

import type { ModelReport } from '../check/report.js';
import { errorReport } from './error-report.js';
import type { Task } from './task.js';

export const CHECK_TASK: Task<ModelReport> = {
  needsGradient: true,
  run: async (definition, context) => {
    const { checkModel } = await import('./check-model.js');
    return checkModel(definition, context);
  },
  runFormulas: async (model, context) => {
    const { checkModel } = await import('./check-model.js');
    return model.check((definition) => checkModel(definition, context));
  },
  fail: errorReport,
};

import type { DiffModel } from '../check/diff-report.js';
import type { Task } from './task.js';

export const DIFF_TASK: Task<DiffModel> = {
  needsGradient: false,
  run: async (definition, context) => {
    const { diffModel } = await import('./diff-model.js');
    return diffModel(definition, context);
  },
  runFormulas: async (model, context) => {
    const { diffFormulas } = await import('./diff-formulas.js');
    return diffFormulas(model, context);
  },
  fail: (name, file, error) => ({ name, file, error }),
};

import type { HessianModel } from '../check/hessian-report.js';
import type { Task } from './task.js';

export const HESSIAN_TASK: Task<HessianModel> = {
  // A loss alone has a Hessian as well.
  needsGradient: 'optional',
  run: async (definition, context) => {
    const { analyseModel } = await import('./analyse-model.js');
    return analyseModel(definition, context);
  },
  runFormulas: async (model, context) => {
    const { analyseModel } = await import('./analyse-model.js');
    return analyseModel(model.readDefinition(), { ...context, loadExact: undefined });
  },
  fail: (name, file, error) => ({ name, file, verdict: 'error', error, gradient: null, diagnoses: [], warnings: [] }),
};

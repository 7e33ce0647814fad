import type { ModelError } from '../check/report.js';
import type { Task } from './task.js';
import { withGradient } from './training/with-gradient.js';
import type { ComparisonResult } from './training/compare-model.js';

/** The end of a comparison, or what kept it from getting there. */
export interface ComparisonEnd {
  readonly name: string;
  readonly file: string;
  readonly result?: ComparisonResult;
  readonly error?: ModelError;
}

export const OPTIMIZERS_TASK: Task<ComparisonEnd> = {
  needsGradient: true,
  takesOne: true,
  run: async (definition, context) => {
    const { compareModel } = await import('./training/compare-model.js');
    return { name: definition.name, file: context.file, result: await compareModel(definition, context) };
  },
  runFormulas: async (model, context) => {
    const { compareModel } = await import('./training/compare-model.js');
    return { name: model.name, file: context.file, result: await compareModel(withGradient(model), context) };
  },
  fail: (name, file, error) => ({ name, file, error }),
};

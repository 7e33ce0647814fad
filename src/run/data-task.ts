import type { ModelData } from './inspect-model-data.js';
import type { ModelError } from '../check/report.js';
import type { Task } from './task.js';

/** A model's data as a table, and what they do to its gradient; or why there is none. */
export interface DataTaskReport {
  readonly name: string;
  readonly file: string;
  readonly found?: ModelData;
  readonly error?: ModelError;
}

export const DATA_TASK: Task<DataTaskReport> = {
  // Data can be looked at without.
  needsGradient: 'optional',
  run: async (definition, context) => {
    const { inspectModelData } = await import('./inspect-model-data.js');
    return { name: definition.name, file: context.file, found: await inspectModelData(definition, context) };
  },
  runFormulas: async (model, context) => {
    const { inspectModelData } = await import('./inspect-model-data.js');
    return { name: model.name, file: context.file, found: await inspectModelData(model.readDefinition(), context) };
  },
  fail: (name, file, error) => ({ name, file, error }),
};

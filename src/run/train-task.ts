import type { ModelError } from '../check/report.js';
import type { Task } from './task.js';
import { withGradient } from './training/with-gradient.js';
import type { TrainingResult } from './training/training-result.js';

/** The end of a training run, or what kept it from getting there. */
export interface TrainEnd {
  readonly name: string;
  readonly file: string;
  readonly result?: TrainingResult;
  readonly error?: ModelError;
}

export const TRAIN_TASK: Task<TrainEnd> = {
  needsGradient: true,
  takesOne: true,
  run: async (definition, context) => {
    const { trainModel } = await import('./training/train-model.js');
    return { name: definition.name, file: context.file, result: await trainModel(definition, context) };
  },
  runFormulas: async (model, context) => {
    const { trainModel } = await import('./training/train-model.js');
    return { name: model.name, file: context.file, result: await trainModel(withGradient(model), context) };
  },
  fail: (name, file, error) => ({ name, file, error }),
};

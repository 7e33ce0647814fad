import type { DiffModel } from '../check/diff-report.js';
import type { HessianModel } from '../check/hessian-report.js';
import type { ModelReport } from '../check/report.js';
import type { DataTaskReport } from './data-task.js';
import type { ComparisonEnd } from './optimizers-task.js';
import type { Task } from './task.js';
import type { TrainEnd } from './train-task.js';

/** A task by its name, which is what goes to a worker. */
export interface TaskHandle<Report> {
  readonly name: TaskName;
  load(): Promise<Task<Report>>;
}

export type TaskName = 'check' | 'diff' | 'hessian' | 'train' | 'optimizers' | 'data';

/** Compares gradients with finite differences. */
export const CHECK: TaskHandle<ModelReport> = {
  name: 'check',
  load: async () => (await import('./check-task.js')).CHECK_TASK,
};

/** Makes exact gradients. */
export const DIFF: TaskHandle<DiffModel> = {
  name: 'diff',
  load: async () => (await import('./diff-task.js')).DIFF_TASK,
};

/** Looks at second derivatives. */
export const HESSIAN: TaskHandle<HessianModel> = {
  name: 'hessian',
  load: async () => (await import('./hessian-task.js')).HESSIAN_TASK,
};

/** Trains. */
export const TRAIN: TaskHandle<TrainEnd> = {
  name: 'train',
  load: async () => (await import('./train-task.js')).TRAIN_TASK,
};

/** Compares optimizers. */
export const COMPARE_OPTIMIZERS: TaskHandle<ComparisonEnd> = {
  name: 'optimizers',
  load: async () => (await import('./optimizers-task.js')).OPTIMIZERS_TASK,
};

/** Looks at a model's data, and at what they do to its gradient. */
export const DATA: TaskHandle<DataTaskReport> = {
  name: 'data',
  load: async () => (await import('./data-task.js')).DATA_TASK,
};

export const TASKS: Readonly<Record<TaskName, TaskHandle<unknown>>> = {
  check: CHECK,
  diff: DIFF,
  hessian: HESSIAN,
  train: TRAIN,
  optimizers: COMPARE_OPTIMIZERS,
  data: DATA,
};

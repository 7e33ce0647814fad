import type { Clipping } from './clip.js';
import type { OptimizerName } from './optimizers/index.js';
import type { Schedule } from './schedule.js';

/** How a model is trained: plain data, as it goes to a worker. */
export interface TrainingPlan {
  readonly optimizer: OptimizerName;
  readonly schedule: Schedule;
  readonly clipping: Clipping;
  /** Rows of data a step; all where absent. */
  readonly batchSize?: number;
  /** Steps between two checkpoints; none where absent. */
  readonly checkpointEvery?: number;
  /** Text of the checkpoint to go on from. */
  readonly resume?: string;
}

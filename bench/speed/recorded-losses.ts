import { createLeastSquares, createMlp, type BenchModel } from './models.js';
import { createPendulum } from './pendulum.js';

/** Losses that are recorded: bundled apart, so that their text can be instrumented. The last has 100,000 parameters. */
export const RECORDED: readonly (() => Pick<BenchModel, 'name' | 'params' | 'loss'>)[] = [
  () => createMlp(20, 32, 5, 64),
  () => createLeastSquares(500, 40),
  () => createPendulum(1000),
  () => createMlp(310, 320, 10, 8),
];

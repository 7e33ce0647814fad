import { ADAM, ADAMW } from './adam.js';
import { ADAGRAD, RMSPROP } from './adaptive.js';
import { MOMENTUM, NESTEROV, SGD } from './gradient-descent.js';
import { LBFGS } from './lbfgs.js';
import type { Optimizer } from './optimizer.js';

export type { Evaluation, Optimizer, OptimizerState } from './optimizer.js';

export type OptimizerName = 'sgd' | 'momentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adam' | 'adamw' | 'lbfgs';

export const OPTIMIZERS: Readonly<Record<OptimizerName, Optimizer>> = {
  sgd: SGD,
  momentum: MOMENTUM,
  nesterov: NESTEROV,
  adagrad: ADAGRAD,
  rmsprop: RMSPROP,
  adam: ADAM,
  adamw: ADAMW,
  lbfgs: LBFGS,
};

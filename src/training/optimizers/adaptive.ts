import type { Optimizer } from './optimizer.js';

const ADAGRAD_EPSILON = 1e-10;

/** AdaGrad (Duchi et al. 2011): G ← G + g², x ← x − η g/(√G + ε). */
export const ADAGRAD: Optimizer = {
  name: 'adagrad',
  hyperparameters: { epsilon: ADAGRAD_EPSILON },
  rate: 0.01,
  hasStabilityLimit: false,
  start: (size) => ({ squares: new Float64Array(size) }),
  step: (point, { gradient }, rate, state) => {
    const squares = state.squares as Float64Array;
    for (let i = 0; i < point.length; i++) {
      const g = gradient[i];
      squares[i] += g * g;
      point[i] -= (rate * g) / (Math.sqrt(squares[i]) + ADAGRAD_EPSILON);
    }
  },
};

const RMSPROP_DECAY = 0.99;
const RMSPROP_EPSILON = 1e-8;

/** RMSprop (Hinton 2012): v ← α v + (1 − α) g², x ← x − η g/(√v + ε). Near a minimum it settles at |g| = η/2 · curvature. */
export const RMSPROP: Optimizer = {
  name: 'rmsprop',
  hyperparameters: { decay: RMSPROP_DECAY, epsilon: RMSPROP_EPSILON },
  rate: 0.01,
  hasStabilityLimit: false,
  start: (size) => ({ squares: new Float64Array(size) }),
  step: (point, { gradient }, rate, state) => {
    const squares = state.squares as Float64Array;
    for (let i = 0; i < point.length; i++) {
      const g = gradient[i];
      squares[i] = RMSPROP_DECAY * squares[i] + (1 - RMSPROP_DECAY) * g * g;
      point[i] -= (rate * g) / (Math.sqrt(squares[i]) + RMSPROP_EPSILON);
    }
  },
};

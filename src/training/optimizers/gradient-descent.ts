import type { Optimizer } from './optimizer.js';

/** Gradient descent: x ← x − η g. Stable on a quadratic for η < 2/λmax. */
export const SGD: Optimizer = {
  name: 'sgd',
  hyperparameters: {},
  rate: 0.01,
  hasStabilityLimit: true,
  start: () => ({}),
  step: (point, { gradient }, rate) => {
    for (let i = 0; i < point.length; i++) point[i] -= rate * gradient[i];
  },
};

const MOMENTUM_DECAY = 0.9;

/** Heavy ball (Polyak 1964): v ← β v + g, x ← x − η v. Stable for η < 2(1 + β)/λmax. */
export const MOMENTUM: Optimizer = {
  name: 'momentum',
  hyperparameters: { momentum: MOMENTUM_DECAY },
  rate: 0.01,
  hasStabilityLimit: true,
  start: (size) => ({ velocity: new Float64Array(size) }),
  step: (point, { gradient }, rate, state) => {
    const velocity = state.velocity as Float64Array;
    for (let i = 0; i < point.length; i++) {
      velocity[i] = MOMENTUM_DECAY * velocity[i] + gradient[i];
      point[i] -= rate * velocity[i];
    }
  },
};

/**
 * Nesterov's momentum in the form of Sutskever et al. (2013), with the gradient at the point looked ahead to:
 * v ← β v + g, x ← x − η (g + β v). Stable for η < 2(1 + β)/((1 + 2β) λmax).
 */
export const NESTEROV: Optimizer = {
  name: 'nesterov',
  hyperparameters: { momentum: MOMENTUM_DECAY },
  rate: 0.01,
  hasStabilityLimit: true,
  start: (size) => ({ velocity: new Float64Array(size) }),
  step: (point, { gradient }, rate, state) => {
    const velocity = state.velocity as Float64Array;
    for (let i = 0; i < point.length; i++) {
      velocity[i] = MOMENTUM_DECAY * velocity[i] + gradient[i];
      point[i] -= rate * (gradient[i] + MOMENTUM_DECAY * velocity[i]);
    }
  },
};

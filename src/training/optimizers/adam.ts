import type { Optimizer, OptimizerState } from './optimizer.js';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
const WEIGHT_DECAY = 0.01;
const HYPERPARAMETERS = { beta1: BETA1, beta2: BETA2, epsilon: EPSILON };

/** Adam (Kingma and Ba 2015), with the correction of its bias: x ← x − η m̂/(√v̂ + ε). */
export const ADAM: Optimizer = {
  name: 'adam',
  hyperparameters: HYPERPARAMETERS,
  rate: 0.001,
  hasStabilityLimit: false,
  start: startMoments,
  step: (point, { gradient }, rate, state) => moveByMoments(point, gradient, rate, state),
};

/** AdamW (Loshchilov and Hutter 2019): weights decay apart from the gradient, x ← (1 − η λ) x, before the step of Adam. */
export const ADAMW: Optimizer = {
  name: 'adamw',
  hyperparameters: { ...HYPERPARAMETERS, weightDecay: WEIGHT_DECAY },
  rate: 0.001,
  hasStabilityLimit: false,
  start: startMoments,
  step: (point, { gradient }, rate, state) => {
    for (let i = 0; i < point.length; i++) point[i] *= 1 - rate * WEIGHT_DECAY;
    moveByMoments(point, gradient, rate, state);
  },
};

function startMoments(size: number): OptimizerState {
  return { steps: 0, first: new Float64Array(size), second: new Float64Array(size) };
}

function moveByMoments(point: Float64Array, gradient: Float64Array, rate: number, state: OptimizerState): void {
  const [first, second] = [state.first as Float64Array, state.second as Float64Array];
  const steps = (state.steps as number) + 1;
  state.steps = steps;
  const firstCorrection = 1 - BETA1 ** steps;
  const secondCorrection = 1 - BETA2 ** steps;
  for (let i = 0; i < point.length; i++) {
    const g = gradient[i];
    first[i] = BETA1 * first[i] + (1 - BETA1) * g;
    second[i] = BETA2 * second[i] + (1 - BETA2) * g * g;
    point[i] -= (rate * (first[i] / firstCorrection)) / (Math.sqrt(second[i] / secondCorrection) + EPSILON);
  }
}

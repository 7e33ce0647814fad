import type { Optimizer, OptimizerState } from './optimizer.js';

/** Pairs of step and change of gradient that stand for the curvature. */
const MEMORY = 10;
/** Sufficient decrease (Armijo): f(x + t d) ≤ f(x) + c t gᵀd. */
const DECREASE = 1e-4;
/** Curvature (weak Wolfe): gᵀd at the trial must be no less than this share of what it was. */
const CURVATURE = 0.9;
/** Trials along one direction. */
const MOST_TRIALS = 25;

/**
 * L-BFGS (Nocedal and Wright, algorithm 7.4) with a line search by bisection for the weak Wolfe conditions (Lewis and
 * Overton 2013). One trial of the line search is one step here, so that budgets of evaluations compare; the learning
 * rate is the first length tried. It wants the loss of all data: with batches the loss is another one at each trial.
 */
export const LBFGS: Optimizer = {
  name: 'lbfgs',
  hyperparameters: { memory: MEMORY, decrease: DECREASE, curvature: CURVATURE },
  rate: 1,
  hasStabilityLimit: false,
  start: (size) => ({
    base: new Float64Array(size),
    baseGradient: new Float64Array(size),
    direction: new Float64Array(size),
    baseLoss: NaN,
    slope: 0,
    length: 0,
    shortest: 0,
    longest: Infinity,
    trials: 0,
    isSearching: 0,
    reach: 1,
    steps: [],
    changes: [],
  }),
  step: (point, { loss, gradient }, rate, state) => {
    if (state.isSearching === 1 && !judgeTrial(point, loss, gradient, state)) return;
    startSearch(point, loss, gradient, rate, state);
  },
  finish: (point, state) => {
    if (state.isSearching === 1) point.set(state.base as Float64Array);
  },
};

/** Takes the trial, or sets the point to the next one; true where a new direction is due. */
function judgeTrial(point: Float64Array, loss: number, gradient: Float64Array, state: OptimizerState): boolean {
  const search = state as Record<'baseLoss' | 'slope' | 'length' | 'shortest' | 'longest' | 'trials', number>;
  const direction = state.direction as Float64Array;
  search.trials++;
  const isLow = loss <= search.baseLoss + DECREASE * search.length * search.slope;
  const isFlat = dot(gradient, direction) >= CURVATURE * search.slope;
  if (isLow && (isFlat || search.trials >= MOST_TRIALS)) {
    remember(point, gradient, state);
    return true;
  }
  if (search.trials >= MOST_TRIALS) {
    // No descent along it, by rounding or by a gradient that is wrong: back, and down the gradient itself.
    point.set(state.base as Float64Array);
    forget(state);
    state.isSearching = 0;
    return false;
  }
  // A loss that is not a number is too far away as well.
  if (isLow) search.shortest = search.length;
  else search.longest = search.length;
  search.length = search.longest === Infinity ? 2 * search.length : (search.shortest + search.longest) / 2;
  moveAlong(point, state);
  return false;
}

function startSearch(
  point: Float64Array,
  loss: number,
  gradient: Float64Array,
  rate: number,
  state: OptimizerState,
): void {
  const direction = state.direction as Float64Array;
  const steps = state.steps as Float64Array[];
  twoLoop(gradient, state, direction);
  let slope = dot(gradient, direction);
  if (!(slope < 0) && steps.length > 0) {
    forget(state);
    twoLoop(gradient, state, direction);
    slope = dot(gradient, direction);
  }
  // At a stationary point, or where nothing is finite, it stays where it is.
  if (!(slope < 0) || !Number.isFinite(loss)) {
    state.isSearching = 0;
    return;
  }
  (state.base as Float64Array).set(point);
  (state.baseGradient as Float64Array).set(gradient);
  // Without a memory nothing tells the scale but the last step that was good: the first is no longer than that, or 1.
  const reach = state.reach as number;
  const first = steps.length > 0 ? rate : rate * Math.min(1, reach / Math.sqrt(dot(gradient, gradient)));
  Object.assign(state, {
    baseLoss: loss,
    slope,
    length: first,
    shortest: 0,
    longest: Infinity,
    trials: 0,
    isSearching: 1,
  });
  moveAlong(point, state);
}

function moveAlong(point: Float64Array, state: OptimizerState): void {
  const [base, direction] = [state.base as Float64Array, state.direction as Float64Array];
  for (let i = 0; i < point.length; i++) point[i] = base[i] + (state.length as number) * direction[i];
}

function remember(point: Float64Array, gradient: Float64Array, state: OptimizerState): void {
  const [base, before] = [state.base as Float64Array, state.baseGradient as Float64Array];
  const [steps, changes] = [state.steps as Float64Array[], state.changes as Float64Array[]];
  const step = point.map((x, i) => x - base[i]);
  const change = gradient.map((g, i) => g - before[i]);
  state.reach = Math.min(1, Math.sqrt(dot(step, step)));
  // Without positive curvature along the step the matrix would not stay positive definite.
  if (!(dot(step, change) > 0)) return;
  steps.push(step);
  changes.push(change);
  if (steps.length > MEMORY) [steps, changes].forEach((list) => list.shift());
}

function forget(state: OptimizerState): void {
  [state.steps, state.changes].forEach((list) => ((list as Float64Array[]).length = 0));
}

/** direction ← −H g (two-loop recursion). */
function twoLoop(gradient: Float64Array, state: OptimizerState, direction: Float64Array): void {
  const [steps, changes] = [state.steps as Float64Array[], state.changes as Float64Array[]];
  for (let i = 0; i < gradient.length; i++) direction[i] = -gradient[i];
  const weights: number[] = [];
  for (let k = steps.length - 1; k >= 0; k--) {
    weights[k] = dot(steps[k], direction) / dot(steps[k], changes[k]);
    addScaled(direction, -weights[k], changes[k]);
  }
  const last = steps.length - 1;
  if (last >= 0) {
    const scale = dot(steps[last], changes[last]) / dot(changes[last], changes[last]);
    for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  }
  for (let k = 0; k < steps.length; k++) {
    const back = dot(changes[k], direction) / dot(steps[k], changes[k]);
    addScaled(direction, weights[k] - back, steps[k]);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(to: Float64Array, factor: number, values: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * values[i];
}

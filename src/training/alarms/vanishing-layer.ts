import { createTable } from '../table.js';
import type { Alarm, ParameterStep, TrainingStep } from '../types.js';
import { wordList, wordNumber } from '../words.js';
import { typicalSize } from './vanishing.js';
import { extendStreak, type Detector, type Streaks } from './detector.js';

/** Share of the largest norm below which a layer does not learn. */
export const SHARE = 1e-3;
/**
 * A gradient that fell to this share of what it was has done its work: that parameter has converged. Without it the examples
 * give 2 warnings that are false.
 */
const SETTLED = 1e-2;

interface State {
  readonly streaks: Streaks;
  /** Largest norm so far. */
  readonly peaks: Record<string, number>;
}

/** A parameter whose gradient is a thousandth of the largest, and has been from the start. */
export const VANISHING_LAYER: Detector<State> = {
  start: () => ({ streaks: createTable(), peaks: createTable() }),
  observe: ({ streaks, peaks }, { record }) => {
    const { params } = record;
    const paths = Object.keys(params).filter((path) => Number.isFinite(params[path].grad));
    const largest = paths.reduce((best, path) => (params[path].grad > params[best].grad ? path : best), paths[0]);
    const most = largestInfluence(params);
    return paths.flatMap((path) => {
      const { grad } = params[path];
      peaks[path] = Math.max(peaks[path] ?? 0, grad);
      const share = grad / params[largest].grad;
      const isVanishing = grad > 0 && share < SHARE && isWeak(params[path], most) && grad > SETTLED * peaks[path];
      return extendStreak(streaks, path, isVanishing) ? [describe(record, paths, path, largest, share)] : [];
    });
  },
};

/**
 * A parameter in other units has another gradient; times its size it says what the parameter does to the loss. (In Misra1a
 * of NIST, b1 is 240 and b2 0.0005: the gradient of b1 is tiny, and it learns.) Undefined where the size is not known.
 */
export function influenceOf({ grad, weight }: ParameterStep): number | undefined {
  return weight === undefined ? undefined : grad * weight;
}

export function largestInfluence(params: TrainingStep['params']): number {
  return Object.values(params).reduce((most, parameter) => Math.max(most, influenceOf(parameter) || 0), 0);
}

/** Whether a parameter does next to nothing beside the one that does most, as far as that is known. */
export function isWeak(parameter: ParameterStep, most: number): boolean {
  const own = influenceOf(parameter);
  return own === undefined || own === 0 || own < SHARE * most;
}

function describe(
  record: TrainingStep,
  paths: readonly string[],
  parameter: string,
  largest: string,
  share: number,
): Alarm {
  const order = paths.map((path) => `${path} ${wordNumber(record.params[path].grad)}`);
  const factor = wordNumber(1 / share);
  return {
    code: 'vanishing',
    level: 'warn',
    step: record.step,
    parameter,
    message: `for 20 steps the gradient of ${parameter} has been below a thousandth of that of ${largest} (now 1/${factor}); norms in the order of the parameters: ${wordList(order, 8)}; ${adviseOnLayer(record.params[parameter], factor)}`,
    value: share,
  };
}

/** Adam divides by the size of the gradient itself, and this. */
const ADAM_EPSILON = 1e-8;

function adviseOnLayer(parameter: ParameterStep, factor: string): string {
  return (typicalSize(parameter) ?? 0) > ADAM_EPSILON
    ? `raise the initial weights, normalise between layers, or take adam, which makes up for a factor of ${factor}`
    : 'raise the initial weights, or normalise between layers';
}

import { hasConverged } from '../loss-trend.js';
import { createTable } from '../table.js';
import type { Alarm, TrainingStep } from '../types.js';
import { wordNumber } from '../words.js';
import { extendStreak, type Detector, type Streaks } from './detector.js';

const FROZEN = 1e-7;
const VIOLENT = 1e-1;
/** What is usual (Karpathy, CS231n). */
const HEALTHY = 1e-3;
/**
 * Weights count as no smaller than this share of the largest so far: a bias that began at 0, or a weight that goes there,
 * is no cause for alarm.
 */
const LEAST_SHARE = 1e-2;
/** A learning rate further from the present one than this would be no remedy. */
const MOST_CHANGE = 1e6;

interface State {
  readonly streaks: Streaks;
  /** Norm of the largest parameter so far. */
  peak: number;
}

/** Size of an update against the size of the weights: below 1e-7 nothing moves, above 1e-1 everything does. */
export const UPDATE_RATIO: Detector<State> = {
  start: () => ({ streaks: createTable(), peak: 0 }),
  observe: (state, { record, trend }) => {
    const { streaks } = state;
    for (const path in record.params) state.peak = Math.max(state.peak, record.params[path].weight ?? 0);
    return Object.keys(record.params).flatMap((path) => {
      const { weight, update, grad } = record.params[path];
      if (weight === undefined || update === undefined) return [];
      const ratio = update / Math.max(weight, LEAST_SHARE * state.peak);
      // A gradient of 0 is the alarm for dead parameters.
      const isFrozen = ratio < FROZEN && grad !== 0;
      const isViolent = ratio > VIOLENT;
      const isWrong = (isFrozen || isViolent) && !hasConverged(trend);
      const isNew = [
        extendStreak(streaks, `frozen ${path}`, isWrong && isFrozen),
        extendStreak(streaks, `violent ${path}`, isWrong && isViolent),
      ].includes(true);
      return isNew ? [describe(record, path, ratio, isFrozen)] : [];
    });
  },
};

function describe({ step, lr, params }: TrainingStep, parameter: string, ratio: number, isFrozen: boolean): Alarm {
  const what = isFrozen ? `below ${FROZEN}: ${parameter} is frozen` : `above ${VIOLENT}: the updates are violent`;
  return {
    code: 'update-ratio',
    level: 'warn',
    step,
    parameter,
    message: `for 20 steps the updates of ${parameter} have been ${wordNumber(ratio)} of its size, ${what}, where about ${HEALTHY} is usual; ${advise(lr, ratio, params[parameter].grad)}`,
    value: ratio,
  };
}

function advise(rate: number | undefined, ratio: number, grad: number): string {
  const change = HEALTHY / ratio;
  if (rate === undefined || rate === 0) return `change the learning rate ${wordNumber(change)} ×`;
  return change > MOST_CHANGE
    ? `no learning rate helps where the gradient is ${wordNumber(grad)}: look whether the loss depends on it`
    : `a learning rate of ${wordNumber(rate * change)}, not ${wordNumber(rate)}, would bring that about`;
}

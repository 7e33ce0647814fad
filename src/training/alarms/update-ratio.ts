import { hasConverged } from '../loss-trend.js';
import { createTable } from '../table.js';
import type { Alarm, TrainingStep } from '../types.js';
import { wordNumber } from '../words.js';
import { extendStreak, type Detector, type Streaks } from './detector.js';
import { adviseOnRatio, FROZEN, HEALTHY, VIOLENT, type Ratios } from './update-advice.js';

/**
 * Weights count as no smaller than this share of the largest so far: a bias that began at 0, or a weight that goes there,
 * is no cause for alarm (of a line through noisy points, whose bias is near 0, it takes 2 warnings of 5). Nor are the small
 * steps of a run that has converged: the examples would give 11 warnings in 26000 steps.
 */
const LEAST_SHARE = 1e-2;

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
    const ratios = measureRatios(record.params, LEAST_SHARE * state.peak);
    return Object.keys(ratios).flatMap((path) => {
      const ratio = ratios[path];
      // A gradient of 0 is the alarm for dead parameters.
      const isFrozen = ratio < FROZEN && record.params[path].grad !== 0;
      const isViolent = ratio > VIOLENT;
      const isWrong = (isFrozen || isViolent) && !hasConverged(trend);
      const isNew = [
        extendStreak(streaks, `frozen ${path}`, isWrong && isFrozen),
        extendStreak(streaks, `violent ${path}`, isWrong && isViolent),
      ].includes(true);
      return isNew ? [describe(record, path, ratios)] : [];
    });
  },
};

/** Of the parameters whose update is known. */
function measureRatios(params: TrainingStep['params'], leastWeight: number): Ratios {
  const ratios = createTable<number>();
  for (const path in params) {
    const { weight, update } = params[path];
    if (weight !== undefined && update !== undefined) ratios[path] = update / Math.max(weight, leastWeight);
  }
  return ratios;
}

function describe(record: TrainingStep, parameter: string, ratios: Ratios): Alarm {
  const ratio = ratios[parameter];
  const what = ratio < FROZEN ? `below ${FROZEN}: ${parameter} is frozen` : `above ${VIOLENT}: the updates are violent`;
  return {
    code: 'update-ratio',
    level: 'warn',
    step: record.step,
    parameter,
    message: `for 20 steps the updates of ${parameter} have been ${wordNumber(ratio)} of its size, ${what}, where about ${HEALTHY} is usual; ${adviseOnRatio(record, parameter, ratios)}`,
    value: ratio,
  };
}

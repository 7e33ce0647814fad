import { hasConverged } from '../loss-trend.js';
import { createTable } from '../table.js';
import type { Alarm, TrainingStep } from '../types.js';
import { wordNumber } from '../words.js';
import { extendStreak, type Detector, type Streaks } from './detector.js';
import { adviseOnFrozen, adviseOnViolent, FROZEN, VIOLENT, type Ratios } from './update-advice.js';

/** What is usual (Karpathy, CS231n). */
const HEALTHY = 1e-3;
/**
 * Of violent updates, weights count as no smaller than this share of the largest so far: a bias that began at 0, or a weight
 * that goes there, is no cause for alarm (of a line through noisy points, whose bias is near 0, it takes 2 warnings of 5). Nor are the small
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
    const own = measureRatios(record.params, 0);
    const ratios = measureRatios(record.params, LEAST_SHARE * state.peak);
    return Object.keys(ratios).flatMap((path) => {
      // A gradient of 0 is the alarm for dead parameters.
      const isFrozen = own[path] < FROZEN && record.params[path].grad !== 0;
      const isViolent = ratios[path] > VIOLENT;
      const isWrong = (isFrozen || isViolent) && !hasConverged(trend);
      if (extendStreak(streaks, `frozen ${path}`, isWrong && isFrozen))
        return [
          describe(record, path, own[path], `below ${FROZEN}: ${path} is frozen`, adviseOnFrozen(record, path, own)),
        ];
      if (extendStreak(streaks, `violent ${path}`, isWrong && isViolent))
        return [
          describe(
            record,
            path,
            ratios[path],
            `above ${VIOLENT}: the updates are violent`,
            adviseOnViolent(record, path, ratios),
          ),
        ];
      return [];
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

function describe({ step }: TrainingStep, parameter: string, ratio: number, what: string, advice: string): Alarm {
  return {
    code: 'update-ratio',
    level: 'warn',
    step,
    parameter,
    message: `for 20 steps the updates of ${parameter} have been ${wordNumber(ratio)} of its size, ${what}, where about ${HEALTHY} is usual; ${advice}`,
    value: ratio,
  };
}

import { createTable } from '../table.js';
import { hasConverged } from '../loss-trend.js';
import type { Alarm, TrainingStep } from '../types.js';
import { wordNumber } from '../words.js';
import { extendStreak, type Detector, type Streaks } from './detector.js';

const FROZEN = 1e-7;
const VIOLENT = 1e-1;
/** What is usual (Karpathy, CS231n). */
const HEALTHY = 1e-3;
/** Weights count as no smaller than this share of the largest: a bias that began at 0 is no cause for alarm. */
const LEAST_SHARE = 1e-2;

/** Size of an update against the size of the weights: below 1e-7 nothing moves, above 1e-1 everything does. */
export const UPDATE_RATIO: Detector<Streaks> = {
  start: createTable,
  observe: (streaks, { record, trend }) => {
    const largest = largestWeight(record);
    return Object.keys(record.params).flatMap((path) => {
      const { weight, update, grad } = record.params[path];
      if (weight === undefined || update === undefined) return [];
      const ratio = update / Math.max(weight, LEAST_SHARE * largest);
      // A gradient of 0 is the alarm for dead parameters.
      const isFrozen = extendStreak(streaks, `frozen ${path}`, ratio < FROZEN && grad !== 0 && !hasConverged(trend));
      const isViolent = extendStreak(streaks, `violent ${path}`, ratio > VIOLENT);
      return isFrozen || isViolent ? [describe(record, path, ratio, isFrozen)] : [];
    });
  },
};

function largestWeight({ params }: TrainingStep): number {
  let largest = 0;
  for (const path in params) largest = Math.max(largest, params[path].weight ?? 0);
  return largest;
}

function describe({ step, lr }: TrainingStep, parameter: string, ratio: number, isFrozen: boolean): Alarm {
  const what = isFrozen ? `below ${FROZEN}: ${parameter} is frozen` : `above ${VIOLENT}: the updates are violent`;
  const wanted = lr === undefined || ratio === 0 ? NaN : (lr * HEALTHY) / ratio;
  const rate = Number.isFinite(wanted) ? `; a learning rate of ${wordNumber(wanted)} would bring that about` : '';
  return {
    code: 'update-ratio',
    level: 'warn',
    step,
    parameter,
    message: `for 20 steps the updates of ${parameter} have been ${wordNumber(ratio)} of its size, ${what}; about ${HEALTHY} is usual${rate}`,
    value: ratio,
  };
}

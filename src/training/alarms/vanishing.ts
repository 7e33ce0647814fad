import { createTable } from '../table.js';
import { hasConverged, isFalling } from '../loss-trend.js';
import type { Alarm, ParameterStep } from '../types.js';
import { wordNumber } from '../words.js';
import { extendStreak, type Detector, type Observed, type Streaks } from './detector.js';

/** Mean absolute gradient below which Amazon SageMaker's VanishingGradient rule speaks. */
export const LEAST_MEAN = 1e-7;

/** A parameter whose gradient is next to nothing, while the loss is neither converged nor falling. */
export const VANISHING: Detector<Streaks> = {
  start: createTable,
  observe: (streaks, { record, trend }) => {
    const { params, step } = record;
    let excuse: boolean | undefined;
    // Asked only where something is tiny: it takes sorting.
    const isExcused = (): boolean => (excuse ??= isFalling(trend) || hasConverged(trend));
    return Object.keys(params).flatMap((path) => {
      const mean = typicalSize(params[path]);
      // Exactly 0 is the alarm for dead parameters.
      const isTiny = mean !== undefined && mean > 0 && mean < LEAST_MEAN;
      if (!extendStreak(streaks, path, isTiny && !isExcused())) return [];
      return [describe(step, path, mean as number, params)];
    });
  },
};

/** Mean |g|, or the largest |g| where the mean is not known, which is no smaller. */
export function typicalSize({ mean, max }: ParameterStep): number | undefined {
  return mean ?? max;
}

function describe(step: number, parameter: string, mean: number, params: Observed['record']['params']): Alarm {
  const sizes = Object.values(params).flatMap((one) => typicalSize(one) ?? []);
  const largest = Math.max(...sizes);
  const beside =
    largest > mean
      ? `the largest of another parameter is ${wordNumber(largest)}: raise the initial weights of ${parameter}, normalise its input`
      : 'normalise the data and the weights';
  return {
    code: 'vanishing',
    level: 'warn',
    step,
    parameter,
    message: `the mean gradient of ${parameter} has been below ${wordNumber(LEAST_MEAN)} (now ${wordNumber(mean)}) for 20 steps while the loss does not fall; ${beside}, or take activations that do not saturate`,
    value: mean,
  };
}

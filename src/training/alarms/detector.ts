import type { LossTrend } from '../loss-trend.js';
import type { SlidingWindow } from '../sliding-window.js';
import type { Alarm, TrainingStep } from '../types.js';

/** A step, and what the steps before it were like. */
export interface Observed {
  readonly record: TrainingStep;
  /** Total norm before clipping; undefined where nothing tells. */
  readonly norm: number | undefined;
  /** Logarithms of the norms of the steps before, as far as they were finite. */
  readonly logNorms: SlidingWindow;
  /** With the loss of this step. */
  readonly trend: LossTrend;
}

/** One rule: its state is plain data, so that a run can be taken up again where it was left. */
export interface Detector<State> {
  start(): State;
  /** Takes a step in, and tells what is wrong with it. */
  observe(state: State, observed: Observed): Alarm[];
}

/**
 * Steps in a row for which something must hold before it is more than chance: single ones would give 450 warnings of update
 * ratios in 26000 steps of the examples, in which nothing is wrong.
 */
export const STEPS_IN_A_ROW = 20;

/** Counts, by name, the steps in a row for which something has held. Plain data. */
export type Streaks = Record<string, number>;

/** Counts on, or starts again; true exactly when the streak has just become long enough. */
export function extendStreak(streaks: Streaks, name: string, holds: boolean): boolean {
  streaks[name] = holds ? (streaks[name] ?? 0) + 1 : 0;
  return streaks[name] === STEPS_IN_A_ROW;
}

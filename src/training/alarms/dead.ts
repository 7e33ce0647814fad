import { createTable } from '../table.js';
import type { Alarm } from '../types.js';
import { wordList } from '../words.js';
import { extendStreak, STEPS_IN_A_ROW, type Detector, type Streaks } from './detector.js';

interface State {
  readonly streaks: Streaks;
  /** Rows and columns told already, by parameter. */
  readonly told: Record<string, number[]>;
}

/** A parameter, or a row or column of it, whose gradient is exactly 0 for 20 steps. */
export const DEAD: Detector<State> = {
  start: () => ({ streaks: createTable(), told: createTable() }),
  observe: ({ streaks, told }, { record: { step, params } }) =>
    Object.keys(params).flatMap((path) => {
      const { grad, zeros, nonfinite = 0, deadRows = [], deadColumns = [] } = params[path];
      const isZero = nonfinite === 0 && (grad === 0 || zeros === 1);
      if (extendStreak(streaks, path, isZero)) return [describe(step, path, `the gradient of ${path} has been`)];
      if (isZero) return [];
      return [
        ...describeLines(step, path, 'row', deadRows, told),
        ...describeLines(step, path, 'column', deadColumns, told),
      ];
    }),
};

function describeLines(
  step: number,
  path: string,
  kind: 'row' | 'column',
  dead: readonly number[],
  told: Record<string, number[]>,
): Alarm[] {
  const name = `${kind} ${path}`;
  const before = told[name] ?? [];
  const fresh = dead.filter((line) => !before.includes(line));
  // Those that came back to life may die again.
  told[name] = [...dead];
  if (fresh.length === 0) return [];
  const which = `${fresh.length === 1 ? kind : `${kind}s`} ${wordList(fresh)}`;
  return [describe(step, path, `the gradient of ${which} of ${path} has been`, fresh.length)];
}

function describe(step: number, parameter: string, what: string, count?: number): Alarm {
  const lines = count === undefined ? 'it is used at all, and' : 'these inputs ever differ from 0, and';
  return {
    code: 'dead',
    level: 'warn',
    step,
    parameter,
    message: `${what} exactly 0 for ${STEPS_IN_A_ROW} steps: nothing is learned there; look whether ${lines} whether a unit that cuts off (ReLU) is off for all data: a leak of 0.01, or higher initial biases, bring it back`,
    value: count ?? STEPS_IN_A_ROW,
  };
}

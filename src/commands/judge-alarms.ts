import type { Alarm } from '../training/types.js';
import type { FailOn } from '../config/training-settings.js';

/** Exit code of a run by its alarms: 1 where one is of the level that fails it. */
export function judgeAlarms(alarms: readonly Alarm[], failOn: FailOn = 'error'): 0 | 1 {
  const failing: Readonly<Record<FailOn, readonly string[]>> = { never: [], error: ['error'], warn: ['error', 'warn'] };
  return alarms.some(({ level }) => failing[failOn].includes(level)) ? 1 : 0;
}

import type { Growth } from './growth.js';
import type { Localisation } from './localisation.js';
import type { SpeedUp } from './speed-up.js';

export interface Measured {
  readonly speedUp: SpeedUp;
  readonly growth: readonly Growth[];
  readonly localisation: readonly Localisation[];
}

/** Evaluations for a right gradient of a million entries, and to find one wrong entry among them. */
export const LARGE = { size: 1e6, right: 60, wrong: 250 };
export const SPEED_UP = 1.8;

/** The goals that are not met, in words. */
export function missedGoals({ speedUp, growth, localisation }: Measured): string[] {
  const right = growth.find(({ mode, size }) => mode === 'directional' && size === LARGE.size);
  const wrong = localisation.find(({ size }) => size === LARGE.size);
  return [
    ...(right && right.evaluations <= LARGE.right ? [] : ['a million entries along directions']),
    ...(wrong && wrong.evaluations <= LARGE.wrong ? [] : ['one wrong entry among a million']),
    ...(growth.every(({ verdict }) => verdict === 'pass') ? [] : ['a right gradient that does not pass']),
    ...(localisation.every(({ exact, trials }) => exact === trials) ? [] : ['wrong entries that are not all found']),
    ...(localisation.every(({ blamed }) => blamed === 0) ? [] : ['right entries that are blamed']),
    ...(speedUp.ratio >= SPEED_UP ? [] : ['two threads']),
  ];
}

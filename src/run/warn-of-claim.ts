import type { Warning } from '../check/report.js';
import type { GradientHabit } from './observe-calls.js';

/** What the user should know of a function whose values were checked, by its name: the gradient, hessian, hvp. */
export function warnOfHabit(habit: Exclude<GradientHabit, 'pure'>, name: string): Warning {
  switch (habit) {
    case 'accumulates':
      return {
        code: 'accumulated',
        message: `each call of ${name} adds to what the call before returned: clear its buffer at the start; what a later call returns was checked`,
      };
    case 'stale':
      return {
        code: 'stateful-gradient',
        message: `${name} belongs to another point: it keeps what it computed in an earlier call (stale); compute it from its arguments`,
      };
    case 'follows-loss':
      return {
        code: 'stateful-gradient',
        message: `${name} depends on the point at which the loss was evaluated last, not on its argument alone (stale): compute it from its arguments${name === 'the gradient' ? ', or export lossAndGradient instead' : ''}`,
      };
    case 'follows-call':
      return {
        code: 'stateful-gradient',
        message: `part of ${name} belongs to the point at which it was called before (stale): it keeps what an earlier call computed; compute it from its arguments`,
      };
    case 'runs':
      return {
        code: 'accumulated',
        message: `each call of ${name} adds to a share of what the call before returned, as a momentum or a running mean does: leave that to the optimizer; what a later call returns was checked`,
      };
    case 'varies':
      return {
        code: 'nondeterministic-gradient',
        message: `${name} differs when it is evaluated again at the same point: draw with Math.random, which is seeded here, and keep nothing between calls`,
      };
  }
}

export function warnOfBuffer(name: string): Warning {
  return {
    code: 'reused-buffer',
    message: `${name} returns the same buffer from every call: a caller who keeps it will see it change`,
  };
}

export function warnOfAlias(what: string, whose = 'the parameters themselves'): Warning {
  return {
    code: 'aliased-gradient',
    message: `${what} is the memory of ${whose}: an update in place would read what it writes`,
  };
}

/** @param change who changes what it is given */
export function warnOfChange(change: string): Warning {
  return { code: 'mutated-input', message: `${change} (mutates its input); every call here got a fresh copy` };
}

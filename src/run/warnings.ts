import type { Tolerance } from '../check/apply-tolerance.js';
import type { PointReport, Warning } from '../check/report.js';
import type { SpecialValue } from '../check/special-point.js';
import { countPoints } from '../check/summarize.js';
import type { Conduct } from '../model/objective.js';
import type { NoiseLevel } from '../numdiff/index.js';
import type { GradientHabit, ObservedGradient } from './observe-gradient.js';
import { wordSpecialPoint } from './word-special-point.js';

export interface Noticed {
  readonly conduct: Conduct;
  readonly observed: ObservedGradient;
  readonly noise: NoiseLevel;
  readonly loss: number;
  /** The loss at the same point after everything else. */
  readonly lossAtEnd: number;
  /** Two parameters that share memory in `params`. */
  readonly sharedParams: [string, string] | null;
  readonly points: readonly PointReport[];
  /** What may hide a mistake at the model's own point. */
  readonly special: readonly SpecialValue[];
  readonly tolerance?: Tolerance;
}

const HABITS: Readonly<Record<Exclude<GradientHabit, 'pure'>, Warning>> = {
  accumulates: {
    code: 'accumulated',
    message:
      'each call of the gradient adds to what the call before returned: clear its buffer at the start; what a later call returns was checked',
  },
  stale: {
    code: 'stateful-gradient',
    message:
      'the gradient belongs to another point: it keeps what it computed in an earlier call (stale); compute it from its arguments',
  },
  'follows-loss': {
    code: 'stateful-gradient',
    message:
      'the gradient belongs to the point at which the loss was evaluated last, not to its argument (stale): compute it from its arguments, or export lossAndGradient instead',
  },
  varies: {
    code: 'nondeterministic-gradient',
    message: 'the gradient differs when it is evaluated again at the same point',
  },
};

/** What the user should know beside the verdict: how the functions behaved, and what the verdict rests on. */
export function conductWarnings(noticed: Noticed): Warning[] {
  const { conduct, observed, noise, loss, lossAtEnd, sharedParams, points, special, tolerance } = noticed;
  const warnings: Warning[] = [];
  const warn = (code: string, message: string): void => void warnings.push({ code, message });
  const differing = [observed.lossAgain, lossAtEnd].find((value) => !Object.is(value, loss));
  if (!noise.deterministic || differing !== undefined) {
    const values = noise.deterministic ? `${loss} at first, ${differing} later` : `spread ${format(noise.sigma)}`;
    warn(
      'nondeterministic-loss',
      `the loss differs when it is evaluated again at the same point (${values}): fix its seed, or pass the random numbers in as data`,
    );
  }
  if (noise.deterministic && differing !== undefined) {
    warn('stateful-loss', 'the loss keeps something between calls: its value depends on the calls before');
  }
  if (observed.habit !== 'pure') warnings.push(HABITS[observed.habit]);
  if (observed.reusesBuffer) {
    warn(
      'reused-buffer',
      'the gradient returns the same buffer from every call: a caller who keeps it will see it change',
    );
  }
  if (observed.shared) {
    const [a, b] = observed.shared;
    warn('aliased-gradient', `the gradients of ${a} and ${b} share memory: what is written to one shows in the other`);
  }
  if (conduct.aliasesInput !== null) {
    warn(
      'aliased-gradient',
      `the gradient of ${conduct.aliasesInput} is the memory of the parameters themselves: an update in place would read what it writes`,
    );
  }
  if (sharedParams) {
    const [a, b] = sharedParams;
    warn(
      'shared-storage',
      `${a} and ${b} share memory in params, but are checked as if they were independent: tie them inside the loss instead`,
    );
  }
  if (conduct.dataMutated)
    warn(
      'mutated-input',
      'a function of the model changes the data it is given (mutates its input); every call here got a fresh copy',
    );
  if (conduct.lossMutates)
    warn(
      'mutated-input',
      'the loss changes the parameters it is given (mutates its input); every call here got a fresh copy',
    );
  if (conduct.gradientMutates)
    warn(
      'mutated-input',
      'the gradient changes the parameters it is given (mutates its input); every call here got a fresh copy',
    );
  if (conduct.thrown > 0 || conduct.nonFinite > 0) {
    const what = [
      conduct.nonFinite > 0 ? `not finite at ${conduct.nonFinite}` : '',
      conduct.thrown > 0 ? `threw at ${conduct.thrown}` : '',
    ]
      .filter(Boolean)
      .join(' and ');
    warn('domain-edge', `the loss was ${what} of the points near params; smaller or one-sided steps were taken there`);
  }
  const kinks = countPoints(points).kink;
  if (kinks > 0) {
    warn(
      'kink',
      `${kinks} ${kinks === 1 ? 'entry sits' : 'entries sit'} on a kink of the loss; the gradient there is one of the valid subgradients`,
    );
  }
  // A gradient that fails needs no other point to show it; and where others were checked the advice has been followed.
  const hasPassedHereAlone = points.every(({ name }) => name.startsWith('params')) && countPoints(points).fail === 0;
  if (special.length > 0 && hasPassedHereAlone) warn('special-point', wordSpecialPoint(special));
  if (tolerance)
    warn(
      'explicit-tolerance',
      `rtol ${tolerance.rtol}, atol ${tolerance.atol} decide, in place of the calibrated rule`,
    );
  return warnings;
}

function format(value: number): string {
  return value.toPrecision(2);
}

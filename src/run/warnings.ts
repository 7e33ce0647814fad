import type { Tolerance } from '../check/apply-tolerance.js';
import type { PointReport, Warning } from '../check/report.js';
import type { Conduct } from '../model/objective.js';
import type { NoiseLevel } from '../numdiff/index.js';
import type { ObservedGradient } from './observe-gradient.js';

export interface Noticed {
  readonly conduct: Conduct;
  readonly observed: ObservedGradient;
  readonly noise: NoiseLevel;
  readonly loss: number;
  /** The loss at the same point after everything else. */
  readonly lossAgain: number;
  readonly points: readonly PointReport[];
  readonly tolerance?: Tolerance;
}

/** What the user should know beside the verdict: how the functions behaved, and what the verdict rests on. */
export function conductWarnings({ conduct, observed, noise, loss, lossAgain, points, tolerance }: Noticed): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: string, message: string): void => void warnings.push({ code, message });
  if (!noise.deterministic) {
    warn(
      'nondeterministic-loss',
      `the loss differs when it is evaluated again at the same point (spread ${format(noise.sigma)}): fix its seed, or pass the random numbers in as data`,
    );
  } else if (!Object.is(loss, lossAgain)) {
    warn('nondeterministic-loss', `the loss at params was ${loss} at first and ${lossAgain} at the end`);
    warn('stateful-loss', 'the loss keeps something between calls: its value depends on the calls before');
  }
  if (observed.isAccumulated) {
    warn(
      'accumulated',
      'each call of the gradient adds to what the call before returned: clear the buffer at the start; what the second call returns was checked',
    );
  } else if (!observed.isDeterministic) {
    warn(
      'nondeterministic-gradient',
      'the gradient differs when it is evaluated again at the same point; the spread was added to the bounds',
    );
  }
  if (observed.reusesBuffer) {
    warn(
      'reused-buffer',
      'the gradient returns the same buffer (the same object) from every call: a caller who keeps it will see it change',
    );
  }
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
  const kinks = points.reduce((sum, point) => sum + point.parameters.reduce((n, p) => n + p.kink, 0), 0);
  if (kinks > 0) {
    warn(
      'kink',
      `${kinks} ${kinks === 1 ? 'entry sits' : 'entries sit'} on a kink of the loss; the gradient there is one of the valid subgradients`,
    );
  }
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

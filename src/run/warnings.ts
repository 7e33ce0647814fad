import type { Tolerance } from '../check/apply-tolerance.js';
import type { HiddenError } from '../check/low-precision.js';
import type { PointReport, Warning } from '../check/report.js';
import type { SpecialValue } from '../check/special-point.js';
import { countPoints } from '../check/summarize.js';
import type { Conduct } from '../model/objective.js';
import type { NoiseLevel } from '../numdiff/index.js';
import type { ObservedGradient } from './observe-calls.js';
import type { LossHabit } from './observe-loss.js';
import { warnOfAlias, warnOfBuffer, warnOfChange, warnOfHabit } from './warn-of-claim.js';
import { wordLowPrecision } from './word-low-precision.js';
import { wordSpecialPoint } from './word-special-point.js';

export interface Noticed {
  readonly conduct: Conduct;
  readonly observed: ObservedGradient;
  readonly noise: NoiseLevel;
  readonly loss: number;
  /** The loss at the same point after everything else. */
  readonly lossAtEnd: number;
  readonly lossHabit: LossHabit | 'pure';
  /** The gradient was another after the check than before. */
  readonly changesLate: boolean;
  /** Two parameters that share memory in `params`. */
  readonly sharedParams: [string, string] | null;
  readonly points: readonly PointReport[];
  /** What may hide a mistake at the model's own point. */
  readonly special: readonly SpecialValue[];
  /** What the noise of the loss hides. */
  readonly hidden: HiddenError | null;
  readonly isFloat32: boolean;
  /** Declared relative accuracy of the loss, 0 where there is none. */
  readonly lossAccuracy: number;
  readonly tolerance?: Tolerance;
}

/** What the user should know beside the verdict: how the functions behaved, and what the verdict rests on. */
export function conductWarnings(noticed: Noticed): Warning[] {
  return [
    ...warnOfLoss(noticed),
    ...warnOfGradient(noticed),
    ...warnOfMemory(noticed),
    ...warnOfChangedInput(noticed.conduct),
    ...warnOfPoint(noticed),
    ...warnOfPrecision(noticed),
  ];
}

const ORDERS: Readonly<Record<Exclude<LossHabit, 'varies'>, string>> = {
  'follows-last-call': 'its value depends on the point of the call before',
  cycles: 'its values come round after some calls, as those of one batch after the other do',
  drifts: 'its value moves steadily from call to call, as a counter or a running mean does',
};

/** How the loss behaved when it was evaluated again. */
export type NoticedLoss = Pick<Noticed, 'lossHabit' | 'loss' | 'lossAtEnd' | 'noise'> & {
  readonly observed: Pick<ObservedGradient, 'lossAgain'>;
};

export function warnOfLoss({ lossHabit, loss, lossAtEnd, observed, noise }: NoticedLoss): Warning[] {
  if (lossHabit === 'pure') return [];
  const later = [observed.lossAgain, lossAtEnd].find((value) => value !== loss);
  const values = noise.deterministic ? `${loss} at first, ${later} later` : `spread ${noise.sigma.toPrecision(2)}`;
  const differs: Warning = {
    code: 'nondeterministic-loss',
    message: `the loss differs when it is evaluated again at the same point (${values}): draw with Math.random, which is seeded here, or pass the random numbers in as data; --average 100 lowers the noise tenfold`,
  };
  if (lossHabit === 'varies' && !noise.deterministic) return [differs];
  const order = lossHabit === 'varies' ? 'its value depends on the calls before' : ORDERS[lossHabit];
  return [
    differs,
    {
      code: 'stateful-loss',
      message: `the loss keeps something between calls (${order}): compute it from its arguments alone`,
    },
  ];
}

function warnOfGradient({ observed, changesLate }: Noticed): Warning[] {
  if (observed.habit !== 'pure') return [warnOfHabit(observed.habit, 'the gradient')];
  if (!changesLate) return [];
  return [
    {
      code: 'stateful-gradient',
      message:
        'the gradient at the point is another after the check than before: it keeps something between calls; compute it from its arguments',
    },
  ];
}

function warnOfMemory({ observed, conduct, sharedParams }: Noticed): Warning[] {
  const warnings: Warning[] = [];
  if (observed.reusesBuffer) warnings.push(warnOfBuffer('the gradient'));
  if (observed.shared) {
    const [a, b] = observed.shared;
    const message = `the gradients of ${a} and ${b} share memory: what is written to one shows in the other`;
    warnings.push({ code: 'aliased-gradient', message });
  }
  if (conduct.aliasesInput !== null) warnings.push(warnOfAlias(`the gradient of ${conduct.aliasesInput}`));
  if (sharedParams) {
    const [a, b] = sharedParams;
    const message = `${a} and ${b} share memory in params, but are checked as if they were independent: tie them inside the loss instead`;
    warnings.push({ code: 'shared-storage', message });
  }
  return warnings;
}

export function warnOfChangedInput({ dataMutated, lossMutates, gradientMutates }: Conduct): Warning[] {
  const changes = [
    ...(dataMutated ? ['a function of the model changes the data it is given'] : []),
    ...(lossMutates ? ['the loss changes the parameters it is given'] : []),
    ...(gradientMutates ? ['the gradient changes the parameters it is given'] : []),
  ];
  return changes.map(warnOfChange);
}

function warnOfPoint({ conduct, points, special }: Noticed): Warning[] {
  const warnings: Warning[] = [];
  const outside = [
    ...(conduct.nonFinite > 0 ? [`not finite at ${conduct.nonFinite}`] : []),
    ...(conduct.thrown > 0 ? [`threw at ${conduct.thrown}`] : []),
  ];
  if (outside.length > 0) {
    const message = `the loss was ${outside.join(' and ')} of the points near params; smaller or one-sided steps were taken there`;
    warnings.push({ code: 'domain-edge', message });
  }
  const { kink, fail } = countPoints(points);
  if (kink > 0) {
    const message = `${kink} ${kink === 1 ? 'entry sits' : 'entries sit'} on a kink of the loss; the gradient there is one of the valid subgradients`;
    warnings.push({ code: 'kink', message });
  }
  // A gradient that fails needs no other point to show it.
  if (special.length > 0 && fail === 0) warnings.push({ code: 'special-point', message: wordSpecialPoint(special) });
  return warnings;
}

function warnOfPrecision(noticed: Noticed): Warning[] {
  const { hidden, tolerance } = noticed;
  const warnings: Warning[] = [];
  // Under an explicit tolerance what passes unseen is the user's choice.
  if (hidden && !tolerance)
    warnings.push({ code: 'low-precision', message: wordLowPrecision(hidden, noticed), path: hidden.path });
  if (tolerance) {
    const message = `rtol ${tolerance.rtol}, atol ${tolerance.atol} decide, in place of the calibrated rule`;
    warnings.push({ code: 'explicit-tolerance', message });
  }
  return warnings;
}

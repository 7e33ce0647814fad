import type { Diagnosis, Warning } from '../check/report.js';
import type { SecondSetting } from '../check/second-entries.js';
import { directionLine } from '../curvature/difference-gradient.js';
import { gradientSlopes } from '../curvature/gradient-slopes.js';
import type { HessianDomain } from '../curvature/hessian-domain.js';
import { answerVectors } from '../curvature/questions.js';
import type { SecondConduct, SecondValue } from '../model/second-derivatives.js';
import { createRandom, ROUNDOFF_32 } from '../numdiff/index.js';
import type { GradientAt } from './gradient-source.js';
import { observeCalls, type GradientHabit, type ObservedGradient } from './observe-calls.js';
import { pointNearby } from './point-nearby.js';
import type { SecondName, SecondRequest } from './second-request.js';
import { warnOfAlias, warnOfBuffer, warnOfChange, warnOfHabit } from './warn-of-claim.js';

/** A claim as a function of the point: the Hessian, or its product with one direction. */
export interface SecondCalls {
  readonly name: SecondName;
  /** Along which products are compared between points. */
  readonly direction: Float64Array;
  claim(point: Float64Array): Promise<SecondValue>;
}

export interface SecondFrame {
  readonly setting: SecondSetting;
  readonly domain: HessianDomain;
  readonly gradientAt: GradientAt;
}

/** How a function of second derivatives behaves when it is called again, as that is looked at of a gradient. */
export async function observeSecond(
  { prepared, loss }: Pick<SecondRequest, 'prepared' | 'loss'>,
  frame: SecondFrame,
  { claim, direction }: SecondCalls,
): Promise<ObservedGradient> {
  const { objective, layout, point, settings, judging } = prepared;
  return observeCalls(
    {
      claim: async (at) => {
        const { values, returned } = await claim(at);
        return { gradient: values, returned };
      },
      loss: (at) => objective.loss(at),
      fitsElsewhere: async (elsewhere) => !(await curvesOtherwise(frame, direction, elsewhere)),
    },
    { point, loss, elsewhere: pointNearby(layout, point, settings, createRandom(judging.seed)) },
  );
}

/** Whether H·v at another point is seen to be another one, by differences of the gradient. */
async function curvesOtherwise(
  { setting: { noise, gradientNoise }, domain, gradientAt }: SecondFrame,
  direction: Float64Array,
  elsewhere: Float64Array,
): Promise<boolean> {
  const slopesAt = async (point: Float64Array) => {
    const line = directionLine({ ...domain, point }, direction, noise.roundoff === ROUNDOFF_32);
    return answerVectors(gradientSlopes(line, await gradientAt(point), gradientNoise), gradientAt);
  };
  const [here, there] = [await slopesAt(domain.point), await slopesAt(elsewhere)];
  return domain.active.some((i) => Math.abs(here.values[i] - there.values[i]) > 2 * (here.bounds[i] + there.bounds[i]));
}

/** Habits that make a claim wrong whatever its numbers at the point. */
const BROKEN: Readonly<Partial<Record<GradientHabit, string>>> = {
  accumulates: 'accumulated',
  stale: 'stale-gradient',
  'follows-loss': 'stale-gradient',
  'follows-call': 'stale-gradient',
  runs: 'accumulated',
};

/** The mistake in how it behaves, if there is one. */
export function diagnoseCalls(name: SecondName, { habit }: ObservedGradient): Diagnosis | undefined {
  const code = BROKEN[habit];
  if (habit === 'pure' || code === undefined) return undefined;
  return { code, path: name, message: warnOfHabit(habit, name).message, evidence: 'strong' };
}

/** What the user should know of how it behaves. */
export function warnOfCalls(name: SecondName, observed: ObservedGradient, conduct: SecondConduct): Warning[] {
  const { habit, reusesBuffer, changesElsewhere } = observed;
  return [
    ...(habit === 'pure' ? [] : [warnOfHabit(habit, name)]),
    // A constant matrix may be one and the same.
    ...(reusesBuffer && (changesElsewhere || habit !== 'pure') ? [warnOfBuffer(name)] : []),
    ...(conduct.aliasesInput === null ? [] : [warnOfAlias(`what ${name} returns`, 'what it was given')]),
    ...(conduct.mutates
      ? [
          warnOfChange(
            `${name} changes the ${name === 'hvp' ? 'parameters or the direction' : 'parameters'} it is given`,
          ),
        ]
      : []),
    ...(conduct.dataMutated ? [warnOfChange(`${name} changes the data it is given`)] : []),
  ];
}

import type { Alarm, ParameterStep, TrainingStep } from '../types.js';
import { wordNumber } from '../words.js';
import type { Detector } from './detector.js';

interface State {
  /** The step before was not finite either: what follows is a consequence. */
  isUnderWay: boolean;
  /** A step before was finite. */
  hasBegun: boolean;
  /** The last finite norm, for the remedy; NaN where none is known. */
  lastNorm: number;
  lastRate?: number;
}

/** Any NaN or infinity in gradient, loss or weights: told where it begins, once for all that follows from it. */
export const NON_FINITE: Detector<State> = {
  start: () => ({ isUnderWay: false, hasBegun: false, lastNorm: NaN }),
  observe: (state, { record, norm }) => {
    state.lastRate = record.lr ?? state.lastRate;
    const alarms = findAlarms(record, state);
    const wasUnderWay = state.isUnderWay;
    state.isUnderWay = alarms.length > 0;
    state.hasBegun ||= !state.isUnderWay;
    if (norm !== undefined && Number.isFinite(norm)) state.lastNorm = norm;
    return wasUnderWay ? [] : alarms;
  },
};

function findAlarms(record: TrainingStep, state: State): Alarm[] {
  const { step, loss, params, norm } = record;
  const alarm = (what: string, value: number, parameter?: string, advice = adviseOn(state)): Alarm => ({
    code: 'non-finite',
    level: 'error',
    step,
    ...(parameter === undefined ? {} : { parameter }),
    message: `${what}; ${advice}`,
    value,
  });
  const alarms: Alarm[] = [];
  if (loss !== undefined && !Number.isFinite(loss)) alarms.push(alarm(`the loss is ${loss}`, loss));
  for (const path in params) {
    const found = findIn(path, params[path]);
    if (found) alarms.push(alarm(found.what, found.value, path, found.isStep ? adviseOnStep(state) : undefined));
  }
  const isTold = alarms.some(({ parameter }) => parameter !== undefined);
  if (norm !== undefined && !Number.isFinite(norm) && !isTold)
    alarms.push(alarm(`the norm of the gradient is ${norm}`, norm));
  return alarms;
}

interface Found {
  readonly what: string;
  readonly value: number;
  /** The gradient is finite, and the step is not. */
  readonly isStep?: true;
}

function findIn(path: string, parameter: ParameterStep): Found | null {
  const { grad, max, nonfinite = 0, index, weight, update } = parameter;
  const place = index === undefined || index.length === 0 ? path : `${path}[${index.join(', ')}]`;
  if (nonfinite > 0 || !Number.isFinite(grad)) {
    const count = nonfinite > 1 ? ` and in ${nonfinite - 1} more entries` : '';
    return {
      what: `the gradient is not finite at ${place}${count}`,
      value: max !== undefined && !Number.isFinite(max) ? max : grad,
    };
  }
  if (weight !== undefined && !Number.isFinite(weight)) return { what: `${path} itself is not finite`, value: weight };
  if (update !== undefined && !Number.isFinite(update))
    return { what: `the update of ${path} is not finite, and its gradient is`, value: update, isStep: true };
  return null;
}

function adviseOn({ hasBegun, lastNorm, lastRate }: State): string {
  if (!hasBegun) return 'check the data and the initial weights: it is there from the first step';
  const rate = lastRate === undefined ? '' : `, or try a learning rate of ${wordNumber(lastRate / 10)}`;
  if (Number.isNaN(lastNorm)) return `look for a log, a root or a quotient of 0${rate}`;
  return `the last finite norm was ${wordNumber(lastNorm)}: look for a log, a root or a quotient of 0, clip at ${wordNumber(lastNorm)}${rate}`;
}

function adviseOnStep({ lastRate }: State): string {
  const rate = lastRate === undefined ? '' : `, ${wordNumber(lastRate)},`;
  return `the learning rate${rate} is too large for it, or the optimizer divides by 0`;
}

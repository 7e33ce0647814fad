import type { TrainingStep } from '../types.js';
import { wordNumber } from '../words.js';
import { largestParameter } from './exploding.js';
import { influenceOf, isWeak, largestInfluence, SHARE } from './vanishing-layer.js';
import { LEAST_MEAN, typicalSize } from './vanishing.js';

export const FROZEN = 1e-7;
export const VIOLENT = 1e-1;
/** Where the other parameters move like this one, to this factor, the learning rate is to blame, else the parameter. */
const LIKE_OTHERS = 10;
/** A run tells of learning rates near its own: how gradients are at one a hundred times larger or smaller it has not seen. */
const MOST_CHANGE = 10;

/** Sizes of updates in units of their parameters, by path. */
export type Ratios = Readonly<Record<string, number>>;

/** What to do about updates that are too small: what is to blame is told by the parameters beside it. */
export function adviseOnFrozen(record: TrainingStep, parameter: string, ratios: Ratios): string {
  const vanished = pointAtGradient(record, parameter);
  if (vanished !== undefined) return vanished;
  const fastest = Math.max(...Object.values(ratios));
  return fastest < FROZEN * LIKE_OTHERS ? raiseRate(record) : scaleDown(record, parameter);
}

/** What to do about updates that are too large. */
export function adviseOnViolent({ lr, params }: TrainingStep, parameter: string, ratios: Ratios): string {
  const rate = lr
    ? `a learning rate of ${wordNumber(lr / MOST_CHANGE)}, not ${wordNumber(lr)}`
    : 'a tenth of the learning rate';
  const slowest = Math.min(...Object.values(ratios));
  if (slowest > VIOLENT / LIKE_OTHERS) return `${rate}, to begin with`;
  const { weight = NaN } = params[parameter];
  return `other parameters move less, and its size, ${wordNumber(weight)}, is small for its steps: begin with a larger one, or give it ${rate}`;
}

function raiseRate({ lr }: TrainingStep): string {
  const rate = lr ? `, ${wordNumber(lr)}, to ${wordNumber(MOST_CHANGE * lr)}` : ` ${MOST_CHANGE} ×`;
  return `no parameter moves more: raise the learning rate${rate}, and again while the loss falls faster for it`;
}

/** A gradient that is next to nothing, by itself or beside others, is what makes the update small. */
function pointAtGradient(record: TrainingStep, parameter: string): string | undefined {
  const { [parameter]: own } = record.params;
  const largest = largestParameter(record) ?? parameter;
  const share = own.grad / record.params[largest].grad;
  if (share < SHARE && isWeak(own, largestInfluence(record.params)))
    return `its gradient, ${wordNumber(own.grad)}, is 1/${wordNumber(1 / share)} of that of ${largest}: mend where it vanishes between the two, not the learning rate`;
  return Math.max(typicalSize(own) ?? Infinity, influenceOf(own) ?? 0) < LEAST_MEAN
    ? `no learning rate helps where the gradient is ${wordNumber(own.grad)}: look where it vanishes, and whether the loss depends on ${parameter}`
    : undefined;
}

function scaleDown({ params }: TrainingStep, parameter: string): string {
  const { weight = NaN, grad } = params[parameter];
  return `other parameters move, and its size, ${wordNumber(weight)}, is large for its gradient, ${wordNumber(grad)}: take it in other units, in which it is about as large as they are`;
}

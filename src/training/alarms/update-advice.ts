import type { TrainingStep } from '../types.js';
import { wordNumber } from '../words.js';
import { largestParameter } from './exploding.js';
import { SHARE } from './vanishing-layer.js';
import { LEAST_MEAN, typicalSize } from './vanishing.js';

export const FROZEN = 1e-7;
export const VIOLENT = 1e-1;
/** What is usual (Karpathy, CS231n). */
export const HEALTHY = 1e-3;
/** Where the other parameters move like this one, to this factor, the learning rate is to blame, else the parameter. */
const LIKE_OTHERS = 10;
/**
 * A run tells of learning rates near its own: how gradients are at one a hundred times larger it has not seen, and at one
 * a thousand times smaller nothing would have been learned yet.
 */
const MOST_RISE = 10;
const MOST_FALL = 1e3;

/** Sizes of updates in units of their parameters, by path. */
export type Ratios = Readonly<Record<string, number>>;

/** What to do about an update that is too small or too large: what is to blame is told by the parameters beside it. */
export function adviseOnRatio(record: TrainingStep, parameter: string, ratios: Ratios): string {
  const all = Object.values(ratios);
  if (ratios[parameter] > VIOLENT) {
    const isRate = Math.min(...all) > VIOLENT / LIKE_OTHERS;
    return isRate ? lowerRate(record, ratios[parameter]) : enlarge(record, parameter, ratios[parameter]);
  }
  const vanished = pointAtGradient(record, parameter);
  if (vanished !== undefined) return vanished;
  return Math.max(...all) < FROZEN * LIKE_OTHERS ? raiseRate(record) : scaleDown(record, parameter);
}

function lowerRate({ lr }: TrainingStep, ratio: number): string {
  const change = ratio / HEALTHY;
  if (!lr) return `divide the learning rate by ${wordNumber(Math.min(change, MOST_FALL))}`;
  return change > MOST_FALL
    ? `a learning rate of ${wordNumber(lr / MOST_FALL)}, not ${wordNumber(lr)}, to begin with`
    : `a learning rate of ${wordNumber(lr / change)}, not ${wordNumber(lr)}, would bring that about`;
}

function raiseRate({ lr }: TrainingStep): string {
  const rate = lr ? `, ${wordNumber(lr)}, to ${wordNumber(MOST_RISE * lr)}` : ` ${MOST_RISE} ×`;
  return `no parameter moves more: raise the learning rate${rate}, and again while the loss falls faster for it`;
}

/** A gradient that is next to nothing, by itself or beside others, is what makes the update small. */
function pointAtGradient(record: TrainingStep, parameter: string): string | undefined {
  const { [parameter]: own } = record.params;
  const largest = largestParameter(record) ?? parameter;
  const share = own.grad / record.params[largest].grad;
  if (share < SHARE)
    return `its gradient, ${wordNumber(own.grad)}, is 1/${wordNumber(1 / share)} of that of ${largest}: mend where it vanishes between the two, not the learning rate`;
  return (typicalSize(own) ?? Infinity) < LEAST_MEAN
    ? `no learning rate helps where the gradient is ${wordNumber(own.grad)}: look where it vanishes, and whether the loss depends on ${parameter}`
    : undefined;
}

function scaleDown({ params }: TrainingStep, parameter: string): string {
  const { weight = NaN, grad } = params[parameter];
  return `other parameters move: its size, ${wordNumber(weight)}, is large for its gradient, ${wordNumber(grad)}; take it in other units, in which it is about as large as they are`;
}

function enlarge({ params, lr }: TrainingStep, parameter: string, ratio: number): string {
  const { weight = NaN } = params[parameter];
  const rate = lr ? `, ${wordNumber((lr * HEALTHY) / ratio)} in place of ${wordNumber(lr)}` : '';
  return `other parameters move less: its size, ${wordNumber(weight)}, is small for its steps; begin with a larger one, or give it a learning rate of its own${rate}`;
}

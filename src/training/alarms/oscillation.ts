import { wordNumber } from '../words.js';
import type { Detector } from './detector.js';

/** Cosine below which a gradient points back where the last one came from. */
const BACKWARD = -0.5;
/** Steps of which more than half have to turn back. Of random directions in a plane a third do. */
const WINDOW = 50;

interface State {
  /** Whether the steps of the window turned back, oldest first. */
  readonly turns: boolean[];
  isUnderWay: boolean;
}

/** Successive gradients that point against each other in more than half of a window: the steps are too long. */
export const OSCILLATION: Detector<State> = {
  start: () => ({ turns: [], isUnderWay: false }),
  observe: (state, { record: { step, cosine, lr } }) => {
    if (cosine === undefined || Number.isNaN(cosine)) return [];
    const { turns } = state;
    turns.push(cosine < BACKWARD);
    if (turns.length > WINDOW) turns.shift();
    const count = turns.filter((turn) => turn).length;
    const isOscillating = count > WINDOW / 2;
    const isNew = isOscillating && !state.isUnderWay;
    state.isUnderWay = isOscillating;
    if (!isNew) return [];
    const rate =
      lr === undefined ? 'halve the learning rate' : `a learning rate of ${wordNumber(lr / 2)} is half of it`;
    const message = `${count} of the last ${turns.length} gradients turn against the one before (cosine below ${BACKWARD}): the steps are too long; ${rate}`;
    return [{ code: 'oscillation', level: 'warn', step, message, value: count / turns.length }];
  },
};

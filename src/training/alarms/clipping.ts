import { quantileOfSorted } from '../sliding-window.js';
import { wordNumber } from '../words.js';
import type { Alarm } from '../types.js';
import type { Detector, Observed } from './detector.js';

const WINDOW = 100;

interface State {
  /** Whether the steps of the window were clipped, oldest first. */
  readonly clips: boolean[];
  count: number;
  isTold: boolean;
}

/** More than half of the steps of a window are clipped: the limit sets the size of the steps, not the gradient. */
export const CLIPPING: Detector<State> = {
  start: () => ({ clips: [], count: 0, isTold: false }),
  observe: (state, observed) => {
    const { clips } = state;
    const isClipped = observed.record.clipped !== undefined && observed.record.clipped !== 1;
    clips.push(isClipped);
    if (isClipped) state.count++;
    if (clips.length > WINDOW && clips.shift()) state.count--;
    if (state.isTold || state.count <= WINDOW / 2) return [];
    state.isTold = true;
    return [describe(observed, state.count / clips.length)];
  },
};

function describe({ record: { step }, logNorms }: Observed, share: number): Alarm {
  const usual = Math.exp(quantileOfSorted(logNorms.sorted, 0.9));
  const limit = Number.isFinite(usual)
    ? `; a limit of ${wordNumber(usual)}, their 90th percentile, would catch the exceptions alone`
    : '';
  return {
    code: 'clipping',
    level: 'note',
    step,
    message: `clipping is always on: ${Math.round(100 * share)} % of the last ${WINDOW} steps were clipped${limit}`,
    value: share,
  };
}

import { MATERIAL } from '../loss-trend.js';
import type { Alarm } from '../types.js';
import { wordNumber } from '../words.js';
import type { Detector, Observed } from './detector.js';
import { largestParameter } from './exploding.js';

/** Steps over which growth is seen. */
const WINDOW = 100;
/** So many steps at each end are taken together: with single ones the examples give 5 errors more in 26000 steps. */
const AT_AN_END = 3;
const GROWTH = 100;

interface State {
  readonly norms: number[];
  /** NaN where it is not known. */
  readonly losses: number[];
  isUnderWay: boolean;
}

/** Growth that goes on: the norm 100 times what it was within the window, and the loss higher as well. */
export const GROWING: Detector<State> = {
  start: () => ({ norms: [], losses: [], isUnderWay: false }),
  observe: (state, observed) => {
    const { norm, record } = observed;
    if (norm === undefined || !Number.isFinite(norm)) return [];
    const { norms, losses } = state;
    norms.push(norm);
    losses.push(record.loss ?? NaN);
    if (norms.length > WINDOW) [norms, losses].forEach((series) => series.shift());
    if (norms.length < 2 * AT_AN_END) return [];
    const growth = atEnd(norms) / atStart(norms);
    const rise = atEnd(losses) - atStart(losses);
    const isGrowing = growth >= GROWTH && !(rise <= MATERIAL * Math.abs(atStart(losses)));
    const isNew = isGrowing && !state.isUnderWay;
    state.isUnderWay = isGrowing;
    return isNew ? [describeGrowth(state, observed, growth)] : [];
  },
};

function describeGrowth({ norms, losses }: State, { record }: Observed, growth: number): Alarm {
  const parameter = largestParameter(record);
  const from = atStart(losses);
  const isLossKnown = !Number.isNaN(from);
  const rise = isLossKnown ? ` and the loss from ${wordNumber(from)} to ${wordNumber(atEnd(losses))}` : '';
  const rate = record.lr === undefined ? '' : `lower the learning rate, ${wordNumber(record.lr)}, to a tenth, or `;
  return {
    code: 'exploding',
    level: isLossKnown ? 'error' : 'warn',
    step: record.step,
    ...(parameter === undefined ? {} : { parameter }),
    message: `within ${norms.length} steps the norm of the gradient rose ${wordNumber(growth)} ×, to ${wordNumber(norms.at(-1)!)},${rise}; ${rate}clip at ${wordNumber(atStart(norms))}, where it began`,
    value: growth,
  };
}

const atStart = (series: readonly number[]): number => middle(series, 0);
const atEnd = (series: readonly number[]): number => middle(series, series.length - AT_AN_END);

/** The median of three, of which one that is NaN makes NaN. */
function middle(series: readonly number[], from: number): number {
  const [a, b, c] = [series[from], series[from + 1], series[from + 2]];
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

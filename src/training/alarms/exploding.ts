import { quantileOfSorted, robustCentre } from '../sliding-window.js';
import type { Alarm, AlarmLevel, TrainingStep } from '../types.js';
import { wordNumber } from '../words.js';
import type { Detector, Observed } from './detector.js';

/** Fewer steps than this say nothing of what is usual. */
const FEWEST = 25;
/** Robust standard deviations of the log norm above its median. */
const WARN = 4;
const ERROR = 6;
/**
 * A steady run varies by next to nothing, and any change would be a spike: deviations count as no smaller than this, so
 * that a warning means at least 4 times the median, an error 8 times. Without it the examples, in runs of 26000 steps, give
 * 4 alarms more, and L-BFGS that stands at its minimum 6 errors; at 0.2 one more, and 5 warnings.
 */
const LEAST_SPREAD = 0.35;

interface State {
  /** Level of the spike under way: a spike of several steps is told once, unless it gets worse. */
  level: number;
}

/** A step whose total norm stands out from the last 100: log norm above median + k · 1.4826 · MAD, k = 4 and 6. */
export const SPIKE: Detector<State> = {
  start: () => ({ level: 0 }),
  observe: (state, observed) => {
    const { norm, logNorms } = observed;
    if (norm === undefined || !Number.isFinite(norm) || logNorms.sorted.length < FEWEST) return [];
    const { median, spread } = robustCentre(logNorms);
    const deviation = (Math.log(norm) - median) / Math.max(spread, LEAST_SPREAD);
    const level = deviation > ERROR ? 2 : deviation > WARN ? 1 : 0;
    const isWorse = level > state.level;
    state.level = level;
    return isWorse ? [describeSpike(observed, norm, Math.exp(median), level === 2 ? 'error' : 'warn')] : [];
  },
};

function describeSpike({ record, logNorms }: Observed, norm: number, median: number, level: AlarmLevel): Alarm {
  const ratio = norm / median;
  const parameter = largestParameter(record);
  const usual = wordNumber(Math.exp(quantileOfSorted(logNorms.sorted, 0.9)));
  const count = logNorms.sorted.length;
  return {
    code: 'exploding',
    level,
    step: record.step,
    ...(parameter === undefined ? {} : { parameter }),
    message: `the norm of the gradient, ${wordNumber(norm)}, is ${wordNumber(ratio)} × the median of the last ${count} steps; clip at ${usual}, their 90th percentile`,
    value: ratio,
  };
}

/** The parameter that the norm is mostly made of. */
export function largestParameter({ params }: TrainingStep): string | undefined {
  let largest: string | undefined;
  for (const path in params) if (largest === undefined || params[path].grad > params[largest].grad) largest = path;
  return largest;
}

import type { EntryReport } from '../../check/report.js';
import { digitsToTell, formatBound, formatNumber } from '../../terminal/number-format.js';
import { measureWidest } from '../../terminal/text-layout.js';
import type { Style } from './style.js';

/** Two columns of fifteen digits find no place on a narrower terminal. */
const WIDTH_FOR_DIGITS = 80;

/** The two numbers of an entry as they are printed. */
export interface EntryNumbers {
  analytic: string;
  numeric: string;
  /** With its sign of uncertainty; empty where there is no estimate it could bound. */
  bound: string;
}

/** Claim and estimate of an entry, with as many digits as it takes to see that they differ. */
export function formatEntryNumbers(
  entry: EntryReport,
  { glyphs, width }: Pick<Style, 'glyphs' | 'width'>,
): EntryNumbers {
  const { analytic, numeric, bound } = entry;
  const boundText = Number.isNaN(numeric) || Number.isNaN(bound) ? '' : glyphs.plusMinus + formatBound(bound);
  if (isZeroWithinBound(entry)) {
    return { analytic: `${glyphs.almost}0`, numeric: `${glyphs.almost}0`, bound: boundText };
  }
  const digits = entry.verdict === 'fail' && width >= WIDTH_FOR_DIGITS ? digitsToTell(analytic, numeric) : undefined;
  return {
    analytic: formatNumber(analytic, digits),
    numeric: Number.isNaN(numeric) ? 'none' : formatNumber(numeric, digits),
    bound: boundText,
  };
}

/** Whether both numbers of a right entry are rounding noise around zero, so that their ratio tells nothing. */
export function isZeroWithinBound({ analytic, numeric, bound, verdict }: EntryReport): boolean {
  if (verdict !== 'pass' || (analytic === 0 && numeric === 0 && bound === 0)) return false;
  return Math.abs(analytic) <= bound && Math.abs(numeric) <= bound && Number.isFinite(bound);
}

/** analytic / numeric where the estimate is good enough for the ratio to mean something; else an empty string. */
export function formatRatio({ analytic, numeric, bound }: EntryReport): string {
  const ratio = analytic / numeric;
  if (!Number.isFinite(ratio) || ratio === 0 || !(Math.abs(numeric) > 10 * bound)) return '';
  return formatNumber(ratio, 4);
}

/** `numeric ± bound` for a column of entries: numbers end in one column, bounds start in the next. */
export function alignEstimates(numbers: readonly EntryNumbers[]): string[] {
  const numericWidth = measureWidest(numbers.map(({ numeric }) => numeric));
  const boundWidth = measureWidest(numbers.map(({ bound }) => bound));
  return numbers.map(({ numeric, bound }) => `${numeric.padStart(numericWidth)} ${bound.padEnd(boundWidth)}`);
}

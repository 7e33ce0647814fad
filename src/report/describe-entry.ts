import type { EntryReport, ParameterReport } from '../check/report.js';
import { selectGlyphs } from '../terminal/glyphs.js';
import { formatCount, formatQuantity, formatRelativeError } from '../terminal/number-format.js';
import { formatEntryNumbers, type EntryNumbers } from './pretty/entry-numbers.js';

/** Files have room for all digits, and know Unicode. */
const PAGE = { glyphs: selectGlyphs(true), width: 120 };

/** Claim and estimate of an entry as text for a page. */
export function formatNumbers(entry: EntryReport): EntryNumbers {
  return formatEntryNumbers(entry, PAGE);
}

/** `analytic -0.33, numeric 0.33 ±4e-7, relative error 2`; of a claim that is no number, what it is. */
export function describeNumbers(entry: EntryReport): string {
  const { analytic, numeric, bound } = formatNumbers(entry);
  if (!Number.isFinite(entry.analytic)) return `analytic ${analytic}`;
  const estimate = bound === '' ? numeric : `${numeric} ${bound}`;
  return `analytic ${analytic}, numeric ${estimate}, relative error ${formatRelativeError(entry.relativeError)}`;
}

/** `5 of 160 entries`, `all 5 entries`, `the number`: how much of a parameter something holds for. */
export function describeShare(count: number, { size }: ParameterReport): string {
  if (size === 1) return 'its only entry';
  return count === size
    ? `all ${formatCount(size)} entries`
    : `${formatCount(count)} of ${formatQuantity(size, 'entry', 'entries')}`;
}

import type { EntryReport, ParameterReport } from '../check/report.js';

/**
 * What a table shows of a parameter: its worst entry, or where none was looked at by itself the derivative along the
 * direction that agrees least, as if it were one.
 */
export function shownEntry({ worst, direction, verdict }: ParameterReport): EntryReport | null {
  if (worst || !direction || verdict === 'none') return worst;
  const { analytic, numeric } = direction;
  const size = Math.max(Math.abs(analytic), Math.abs(numeric));
  const relativeError = size > 0 ? Math.abs(analytic - numeric) / size : 0;
  return { ...direction, index: [], relativeError, verdict };
}

import type { CheckReport } from '../check/report.js';
import type { Model } from '../model/types.js';
import { check, type Checkable } from './check.js';
import type { GradientOptions } from './check-options.js';
import { GradientError } from './gradient-error.js';

/**
 * Checks gradients as `check` does, and returns the report if every one is right.
 *
 * @throws GradientError, with the table as its message and the report beside it, if a gradient is wrong, could not be
 * checked, or (unless `allowInconclusive`) could not be decided.
 * @throws GradcheckError `usage` for an option that does not exist, or a value of the wrong kind.
 */
export function assertGradient<const P, D = undefined>(
  model: Model<P, D>,
  options?: GradientOptions,
): Promise<CheckReport>;
export function assertGradient(model: Checkable, options?: GradientOptions): Promise<CheckReport>;
export async function assertGradient(model: Checkable, options: GradientOptions = {}): Promise<CheckReport> {
  const report = await check(model, options);
  if (isAcceptable(report, options)) return report;
  const { renderTable } = await import('./render-table.js');
  const table = renderTable(report);
  if (report.summary.verdict !== 'inconclusive') throw new GradientError(table, report);
  const { wordOutcome } = await import('./word-outcome.js');
  const advice = 'Nothing is known to be wrong; { allowInconclusive: true } lets that pass.';
  throw new GradientError(`${wordOutcome(report, 'right')}\n${advice}\n\n${table}`, report);
}

/** Whether every gradient is right, or what is undecided may be. */
export function isAcceptable({ summary }: CheckReport, { allowInconclusive = false }: GradientOptions): boolean {
  return summary.verdict === 'pass' || (allowInconclusive && summary.verdict === 'inconclusive');
}

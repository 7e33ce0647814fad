import type { CheckReport } from '../check/report.js';

/** A gradient that is wrong, could not be checked or could not be decided; the message is the table. */
export class GradientError extends Error {
  override readonly name = 'GradientError';
  readonly #report: CheckReport;

  constructor(message: string, report: CheckReport) {
    super(message);
    this.#report = report;
  }

  /** The whole report. Not a field, which test runners would print after the table. */
  get report(): CheckReport {
    return this.#report;
  }
}

import type { ChalkInstance } from 'chalk';
import type { CheckReport, ModelReport } from '../check/report.js';

/** Where a reporter writes, and what it may use there. */
export interface ReporterContext {
  write(text: string): void;
  color: ChalkInstance;
  unicode: boolean;
  /** Columns of the terminal. */
  width: number;
  verbose: boolean;
  quiet: boolean;
  debug: boolean;
}

/** Shows the report of a command: that of `check` where nothing else is said. */
export interface Reporter<Model = ModelReport, Report = CheckReport> {
  /** A model is done; `index` is its place in `models` of the final report. */
  onModel?(model: Model, place: { index: number; total: number }): void;
  onEnd(report: Report): void;
}

export type ReporterFactory<Model = ModelReport, Report = CheckReport> = (
  context: ReporterContext,
) => Reporter<Model, Report>;

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

export interface Reporter {
  /** A model is done; `index` is its place in `models` of the final report. */
  onModel?(model: ModelReport, place: { index: number; total: number }): void;
  onEnd(report: CheckReport): void;
}

export type ReporterFactory = (context: ReporterContext) => Reporter;

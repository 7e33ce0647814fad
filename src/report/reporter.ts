import type { ChalkInstance } from 'chalk';
import type { CheckReport, ModelReport, SourceLocation } from '../check/report.js';

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
  /** Source lines around a place, with a caret below it; undefined where the file cannot be read. */
  frameAt?(location: SourceLocation): string | undefined;
  /** A file of the report as build services name it: from the root of the repository. */
  nameFromRoot?(file: string): string;
  /** Adds Markdown to the summary page of the build job; absent where there is none. */
  appendSummary?(markdown: string): void;
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

import type { ModelError, Warning } from '../../check/report.js';
import type { LogProblem } from '../../training/log-reader.js';
import type { TrainingReport } from '../../training/training-report.js';

/** What `gradcheck train` and `gradcheck monitor` report: plain data. */
export interface TrainingRunReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'gradcheck'; readonly version: string };
  readonly seed: number;
  readonly summary: {
    readonly verdict: 'pass' | 'fail' | 'error';
    readonly exitCode: number;
    readonly durationMs: number;
  };
  readonly file: string;
  readonly name?: string;
  /** Absent where nothing was trained, or read. */
  readonly training?: TrainingReport;
  readonly warnings: readonly Warning[];
  /** Lines of a log that could not be read. */
  readonly problems?: { readonly count: number; readonly lines: readonly LogProblem[] };
  readonly error?: ModelError;
}

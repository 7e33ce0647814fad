import type { Conditioning } from './conditioning.js';
import type { Histogram } from './histogram.js';
import type { ColumnType } from './table.js';

export type FindingCode =
  | 'missing'
  | 'non-finite'
  | 'mixed-type'
  | 'constant'
  | 'near-constant'
  | 'duplicate-rows'
  | 'contradicting-labels'
  | 'imbalance'
  | 'outlier'
  | 'heavy-tail'
  | 'scale-spread'
  | 'uncentred'
  | 'collinear'
  | 'drift'
  | 'leakage'
  | 'label-noise';

/** error: unfit for training as it is. warn: hurts, or may be a mistake. note: good to know. */
export type FindingLevel = 'error' | 'warn' | 'note';

/** Something about the data that harms training, or shows a mistake in them. */
export interface Finding {
  readonly code: FindingCode;
  readonly level: FindingLevel;
  /** Names of all columns that it concerns. */
  readonly columns: readonly string[];
  /** Rows that it concerns, 0-based, ascending, the first 1000; empty where it concerns columns as a whole. */
  readonly rows: readonly number[];
  /** Lines of these rows in the file, from 1, where rows have lines. */
  readonly lines?: readonly number[];
  /** Rows that it concerns in all; columns, where it concerns them as a whole. */
  readonly count: number;
  /** Single cells, where it is those: the first 1000. */
  readonly cells?: readonly CellPlace[];
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
}

export interface CellPlace {
  readonly row: number;
  readonly column: string;
  /** What stands there. */
  readonly value: string | number;
}

/** A column in the report; numbers are null where it has none. */
export interface ColumnReport {
  readonly name: string;
  readonly type: ColumnType;
  readonly missing: number;
  readonly nonFinite: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly median: number | null;
  readonly mad: number | null;
  readonly q1: number | null;
  readonly q3: number | null;
  /** Cells beyond the fences. */
  readonly outliers: number;
  readonly distinct: number | null;
  /** Of columns of text: the most frequent ones. */
  readonly categories?: readonly { readonly name: string; readonly count: number }[];
  readonly histogram?: Histogram;
  /** Variance inflation factor 1/(1 − R²) on the other features; of features alone. */
  readonly vif?: number | 'singular';
}

export interface Remedy {
  /** As --fix takes it; a column behind a colon. */
  readonly name: string;
  readonly conditionNumberAfter: number | 'singular' | null;
  readonly advice: string;
}

export interface Correlations {
  readonly columns: readonly string[];
  /** Pearson's, a row of each column. */
  readonly matrix: readonly (readonly number[])[];
}

/** What was found in data. */
export interface DataAnalysis {
  readonly rows: number;
  /** Rows without a gap, which the condition numbers are of. */
  readonly completeRows: number;
  readonly target: string | null;
  readonly columns: readonly ColumnReport[];
  readonly findings: readonly Finding[];
  readonly conditioning: {
    readonly raw: Conditioning | null;
    readonly standardized: Conditioning | null;
    readonly robust: Conditioning | null;
    /** The columns that it is of. */
    readonly columns: readonly string[];
  };
  readonly remedies: readonly Remedy[];
  readonly correlations: Correlations;
  /** What was not looked at in full, and why. */
  readonly limits: readonly string[];
}

/** How much of it fails the run. */
export type FailLevel = 'error' | 'warn' | 'never';

/** What was done to the data, or would be. */
export interface FixReport {
  /** As --fix has it; of --apply, the steps of the scaler. */
  readonly steps: readonly string[];
  readonly isDryRun: boolean;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  readonly changedCells: number;
  /** Of which: for which a step has no number, so that they are empty. */
  readonly lostCells: number;
  /** Names of the files that were written; of a dry run, that would be. */
  readonly out: string | null;
  readonly scaler: string | null;
  readonly changes: string | null;
  readonly conditionNumberAfter: number | 'singular' | null;
  /** What was asked for and could not be done, or not everywhere. */
  readonly notes: readonly string[];
}

/** The report as plain data: what `gradcheck data --reporter json` prints. */
export interface DataReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'gradcheck'; readonly version: string };
  readonly seed: number;
  readonly summary: {
    readonly verdict: 'pass' | 'fail' | 'error';
    readonly exitCode: 0 | 1 | 2;
    readonly failOn: FailLevel;
    readonly errors: number;
    readonly warnings: number;
    readonly notes: number;
    readonly durationMs: number;
  };
  readonly file: string;
  readonly data?: DataAnalysis & {
    readonly format: string;
    readonly notes: readonly string[];
    readonly fix?: FixReport;
    readonly model?: ModelEffect;
  };
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** What the data do to the gradient of a model at its `params`. */
export interface ModelEffect {
  readonly name: string;
  readonly parameters: number;
  readonly loss: number | null;
  /** Paths of parameters in which the gradient is wrong: nothing that hangs on it is told then. */
  readonly wrong: readonly string[];
  readonly rowGradients: RowGradients | null;
  /** Of the Hessian of the loss, with the data as they are and with their features standardised. */
  readonly hessian: BeforeAfter<HessianFigures> | null;
  /** The largest detection limit of a check by finite differences: smaller relative errors would be missed. */
  readonly detectionLimit: BeforeAfter<number> | null;
  /** What was standardised for that. */
  readonly standardized: readonly string[];
  readonly notes: readonly string[];
}

export interface BeforeAfter<Figure> {
  readonly before: Figure | null;
  readonly after: Figure | null;
}

export interface HessianFigures {
  readonly conditionNumber: number | 'singular';
  readonly stableStep: number | null;
  readonly negative: number;
}

/** The gradients of single rows, of which the gradient of the whole is made. */
export interface RowGradients {
  /** Rows that were looked at: all, or evenly spaced ones. */
  readonly rows: number;
  /** How the loss joins its rows. */
  readonly joined: 'mean' | 'sum';
  /** Of the gradient of the whole, as a mean. */
  readonly norm: number;
  readonly rowNorms: { readonly median: number; readonly p90: number; readonly max: number };
  /** Rows that hold more than 10/m of the sum of all norms, ascending, the first 1000. */
  readonly heavy: RowGroup & { readonly share: number };
  /** Rows whose gradient points against that of the whole. */
  readonly opposing: RowGroup;
  /** tr Σ / |g|², a batch of that many rows has as much noise as gradient; null where the gradient is 0. */
  readonly noiseScale: number | null;
}

export interface RowGroup {
  readonly rows: readonly number[];
  readonly count: number;
}

import type { NumberSummary } from './column-summary.js';
import type { Design } from './design.js';
import type { Labels } from './labels.js';
import type { DataTable } from './table.js';
import type { Finding } from './types.js';

/** What detectors look at. */
export interface Evidence {
  readonly table: DataTable;
  /** Of each column; null where it is not one of numbers. */
  readonly summaries: readonly (NumberSummary | null)[];
  /** The column to be predicted. */
  readonly target: number | null;
  readonly labels: Labels | null;
  /** Columns of numbers that are not the target. */
  readonly features: readonly number[];
  readonly design: Design;
  /** Told of what was not looked at in full. */
  readonly limit: (note: string) => void;
}

export type Detector = (evidence: Evidence) => readonly Finding[];

/** Rows of a file as they stand in it; they can be read again and again. */
export interface RowSource {
  readonly format: 'csv' | 'json' | 'jsonl' | 'parquet' | 'rows';
  readonly names: readonly string[];
  /** Whether cells come as text, or with a type. */
  readonly cells: 'text' | 'typed';
  /** What stands between cells, of text. */
  readonly delimiter?: string;
  /** Said of how the file was read. */
  readonly notes: readonly string[];
  /** Some rows at a time. */
  batches(): AsyncIterable<readonly RowCells[]>;
  /** Where a row that was read begins in the file, from 1; undefined where that says nothing. */
  lineOf?(row: number): number;
}

export type RowCells = ArrayLike<unknown>;

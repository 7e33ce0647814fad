import type { RowSource } from './row-source.js';

const BATCH_ROWS = 1000;

/** Rows that have been taken apart already, as those of a model's data. */
export function tableRows(names: readonly string[], cells: readonly (readonly unknown[])[]): RowSource {
  return {
    format: 'rows',
    names,
    cells: 'typed',
    notes: [],
    // oxlint-disable-next-line require-await -- a source is asynchronous
    async *batches() {
      for (let start = 0; start < cells.length; start += BATCH_ROWS) yield cells.slice(start, start + BATCH_ROWS);
    },
  };
}

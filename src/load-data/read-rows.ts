import { findRows } from '../data/find-rows.js';
import { GradcheckError } from '../errors.js';
import { ColumnNames } from '../data/column-names.js';
import type { RowSource } from './row-source.js';

const BATCH_ROWS = 1000;

/**
 * Rows that are in memory: of a JSON file, or a model's `data`.
 * @param display what they are called in messages
 * @throws GradcheckError `bad-data` for what holds no rows
 */
export function readRows(value: unknown, display: string, format: 'json' | 'rows'): RowSource {
  const rows = findRows(value, display);
  if (rows.length === 0) throw new GradcheckError('bad-data', `${display} has no rows`);
  const names = new ColumnNames();
  for (let i = 0; i < rows.length; i++) names.note(rows[i]);
  return {
    format,
    names: names.list(),
    cells: 'typed',
    notes: [],
    async *batches() {
      for (let start = 0; start < rows.length; start += BATCH_ROWS)
        yield Array.from({ length: Math.min(BATCH_ROWS, rows.length - start) }, (_, i) =>
          names.cellsOf(rows[start + i]),
        );
    },
  };
}

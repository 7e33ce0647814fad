import type { BlockStore } from '../data/block-store.js';
import type { Decimal } from '../data/cell.js';
import { TableBuilder } from '../data/table-builder.js';
import type { DataTable } from '../data/table.js';
import { GradcheckError } from '../errors.js';
import type { RowSource } from './row-source.js';

/**
 * Reads all rows of a source into a table.
 * @throws GradcheckError `bad-data` where there are none
 */
export async function loadTable(
  source: RowSource,
  display: string,
  { store, decimal }: { readonly store: BlockStore; readonly decimal: Decimal },
): Promise<DataTable> {
  if (source.names.length === 0) throw new GradcheckError('bad-data', `the rows of ${display} hold nothing`);
  const builder = new TableBuilder(source.names, { cells: source.cells, decimal, store });
  for await (const rows of source.batches()) for (const row of rows) builder.push(row);
  if (builder.rows === 0)
    throw new GradcheckError('bad-data', `${display} has a header and no rows`, {
      hint: '--no-header where the first line is one of data',
    });
  return builder.finish();
}

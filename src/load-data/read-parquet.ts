import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { GradcheckError } from '../errors.js';
import { ColumnNames } from '../data/column-names.js';
import { refuseDuplicates } from './refuse-duplicates.js';
import type { RowCells, RowSource } from './row-source.js';

/** Rows read at a time, of groups of rows that may be larger than memory. */
const BATCH_ROWS = 10_000;

/**
 * Reads a Parquet file, some rows of a group at a time.
 * @throws GradcheckError `bad-data`
 */
export async function readParquet(file: string, display: string): Promise<RowSource> {
  try {
    return await open(file, display);
  } catch (cause) {
    throw asBadData(cause, display);
  }
}

async function open(file: string, display: string): Promise<RowSource> {
  const buffer = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(buffer);
  const { children } = parquetSchema(metadata);
  const top = children.map(({ element }) => element.name);
  refuseDuplicates(top, display);
  const isNested = children.some(
    ({ children: below, element }) => below.length > 0 || element.repetition_type === 'REPEATED',
  );
  async function* objects(): AsyncGenerator<Record<string, unknown>[]> {
    let start = 0;
    for (const { num_rows: count } of metadata.row_groups) {
      const end = start + Number(count);
      for (; start < end; start = Math.min(end, start + BATCH_ROWS))
        yield await parquetReadObjects({
          file: buffer,
          metadata,
          compressors,
          rowStart: start,
          rowEnd: Math.min(end, start + BATCH_ROWS),
        });
    }
  }
  const names = isNested ? await collectNames(objects()) : undefined;
  const cellsOf = (row: Record<string, unknown>): RowCells =>
    names ? names.cellsOf(row) : top.map((name) => row[name]);
  return {
    format: 'parquet',
    names: names?.list() ?? top,
    cells: 'typed',
    notes: [],
    async *batches() {
      try {
        for await (const rows of objects()) yield rows.map(cellsOf);
      } catch (cause) {
        throw asBadData(cause, display);
      }
    },
  };
}

async function collectNames(batches: AsyncIterable<readonly unknown[]>): Promise<ColumnNames> {
  const names = new ColumnNames();
  for await (const rows of batches) for (const row of rows) names.note(row);
  return names;
}

function asBadData(cause: unknown, display: string): unknown {
  if (cause instanceof GradcheckError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GradcheckError('bad-data', `${display} cannot be read as Parquet: ${reason}`, { cause });
}

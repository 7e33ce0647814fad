import { extname } from 'node:path';
import type { CsvOptions } from './read-csv.js';
import type { RowSource } from './row-source.js';

/** Endings of files that are data themselves; any other file is a model, whose `data` are looked at. */
const READERS: Readonly<Record<string, 'csv' | 'json' | 'jsonl' | 'parquet'>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.dat': 'csv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
  '.pq': 'parquet',
};

export function isDataFile(file: string): boolean {
  return extname(file).toLowerCase() in READERS;
}

/**
 * Opens a file of data; its ending decides how it is read.
 * @param display the file as messages name it
 * @throws GradcheckError `bad-data`
 */
export async function openRows(file: string, display: string, options: CsvOptions): Promise<RowSource> {
  const format = READERS[extname(file).toLowerCase()];
  if (format === 'json') return (await import('./read-json.js')).readJson(file, display);
  if (format === 'jsonl') return (await import('./read-jsonl.js')).readJsonl(file, display);
  if (format === 'parquet') return (await import('./read-parquet.js')).readParquet(file, display);
  return (await import('./read-csv.js')).readCsv(file, display, options);
}

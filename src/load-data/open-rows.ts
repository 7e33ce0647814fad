import { extname } from 'node:path';
import { GradcheckError } from '../errors.js';
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

/** Endings of files that hold data in a way that is not read, and what to do about it. */
const UNREAD: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['.gz', '.bz2', '.xz', '.zst', '.zip'].map((ending) => [ending, 'unpack it first'])),
  ...Object.fromEntries(['.xls', '.xlsx', '.ods'].map((ending) => [ending, 'save the sheet as .csv'])),
  ...Object.fromEntries(
    ['.feather', '.arrow', '.h5', '.hdf5', '.npy', '.npz', '.pkl', '.sqlite', '.db'].map((ending) => [
      ending,
      'write it as .csv, .jsonl or .parquet',
    ]),
  ),
};

/** @throws GradcheckError `bad-data` for what is known to be neither data that are read, nor a model */
export function refuseUnread(file: string, display: string): void {
  const ending = extname(file).toLowerCase();
  if (Object.hasOwn(UNREAD, ending))
    throw new GradcheckError('bad-data', `${display}: files ending in "${ending}" are not read`, {
      hint: `${UNREAD[ending]}; data are read from .csv, .tsv, .json, .jsonl and .parquet`,
    });
}

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

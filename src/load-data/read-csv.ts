import { createReadStream, openSync, readSync, closeSync } from 'node:fs';
import { parse, type CsvError, type Options } from 'csv-parse';
import { readTextCell, CELL, type Decimal, type ReadCell } from '../data/cell.js';
import { GradcheckError } from '../errors.js';
import { LineNumbers } from './line-numbers.js';
import { refuseDuplicates } from './refuse-duplicates.js';
import type { RowSource } from './row-source.js';
import { sniffDelimiter } from './sniff-csv.js';

export interface CsvOptions {
  readonly delimiter?: string;
  readonly decimal: Decimal;
  /** Whether the first line names the columns; found out where absent. */
  readonly header?: boolean;
}

/** Bytes looked at to find out how a file is written. */
const SAMPLE_BYTES = 2 ** 16;
const CHUNK_BYTES = 2 ** 18;
/** Rows handed on at a time. */
const BATCH_ROWS = 1000;

/**
 * Reads delimited text, row by row.
 * @param display the file as messages name it
 * @throws GradcheckError `bad-data`: what is no such text, a row of another length than the header, equal names
 */
export async function readCsv(file: string, display: string, options: CsvOptions): Promise<RowSource> {
  const { encoding, sample } = readSample(file, display);
  const delimiter = options.delimiter ?? (/\.tsv$/i.test(file) ? '\t' : sniffDelimiter(sample));
  const open = (skipsBlanks: boolean, lines?: LineNumbers): AsyncIterable<string[][]> =>
    readRecords(file, display, encoding, { delimiter, skip_empty_lines: skipsBlanks }, lines);
  const head = await firstRows(open(true));
  if (head.length === 0) throw emptyFile(display);
  const hasHeader = options.header ?? !head[0].every((cell) => isNumber(cell, options.decimal));
  const names = head[0].map((name, column) => (hasHeader && name.trim() !== '' ? name.trim() : String(column)));
  if (hasHeader) refuseDuplicates(names, display);
  // Of a single column, a line that holds nothing is a cell that holds nothing.
  const skipsBlanks = names.length > 1;
  const lines = new LineNumbers();
  return {
    format: 'csv',
    names,
    cells: 'text',
    delimiter,
    notes: hasHeader ? [] : ['the first line is one of numbers: columns are named by their places, from 0'],
    batches: () => withoutHeader(open(skipsBlanks, lines), hasHeader),
    lineOf: (row) => lines.lineOf(row + (hasHeader ? 1 : 0)),
  };
}

function emptyFile(display: string): GradcheckError {
  return new GradcheckError('bad-data', `${display} is empty`, { hint: 'the first line names the columns' });
}

function readSample(file: string, display: string): { encoding: BufferEncoding; sample: string } {
  const buffer = Buffer.alloc(SAMPLE_BYTES);
  const descriptor = openSync(file, 'r');
  const length = readSync(descriptor, buffer, 0, SAMPLE_BYTES, 0);
  closeSync(descriptor);
  const bytes = buffer.subarray(0, length);
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!isUtf16 && bytes.includes(0))
    throw new GradcheckError('bad-data', `${display} is no text`, {
      hint: 'data are read from .csv, .tsv, .json, .jsonl, .parquet and model modules; the ending of the name decides',
    });
  const encoding = isUtf16 ? 'utf16le' : 'utf8';
  return { encoding, sample: bytes.toString(encoding).replace(/^\ufeff/, '') };
}

async function* readRecords(
  file: string,
  display: string,
  encoding: BufferEncoding,
  options: Options,
  lines?: LineNumbers,
): AsyncGenerator<string[][]> {
  let row = 0;
  const parser = parse({
    ...options,
    bom: true,
    ...(lines && {
      on_record: (record: string[], context: { lines: number }) => {
        // Above the first line that holds something there are no rows.
        if (row === 0 && record.every((cell) => cell === '')) return null;
        lines.note(row++, context.lines);
        return record;
      },
    }),
  });
  const input = createReadStream(file, { encoding, highWaterMark: CHUNK_BYTES });
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  try {
    let batch: string[][] = [];
    for await (const record of parser) {
      batch.push(record as string[]);
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } catch (error) {
    throw wordError(error as CsvError, display);
  } finally {
    input.destroy();
    parser.destroy();
  }
}

async function firstRows(batches: AsyncIterable<string[][]>): Promise<string[][]> {
  for await (const batch of batches) return batch.slice(0, 1);
  return [];
}

async function* withoutHeader(batches: AsyncIterable<string[][]>, hasHeader: boolean): AsyncGenerator<string[][]> {
  let isFirst = hasHeader;
  for await (const batch of batches) {
    yield isFirst ? batch.slice(1) : batch;
    isFirst = false;
  }
}

function isNumber(cell: string, decimal: Decimal): boolean {
  const read: ReadCell = { kind: CELL.missing, value: NaN, text: '' };
  readTextCell(cell, decimal, read);
  return read.kind === CELL.number;
}

/** What the parser says of a line, in our words. */
function wordError(error: CsvError, display: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) return error;
  const { code, lines, record } = error as CsvError & { lines?: number; record?: unknown[] };
  if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
    const expected = /expect (\d+)/.exec(error.message)?.[1];
    return new GradcheckError(
      'bad-data',
      `line ${lines} of ${display} has ${record?.length} cells, where the first line has ${expected}`,
      { hint: 'a cell that holds the delimiter stands in quotes; --delimiter says what parts cells', cause: error },
    );
  }
  return new GradcheckError('bad-data', `line ${lines} of ${display}: the quotes do not match`, {
    hint: 'a cell in quotes ends with one; a quote inside of it is doubled',
    cause: error,
  });
}

import { extname } from 'node:path';
import { CELL, readTextCell, type Decimal, type ReadCell } from '../data/cell.js';
import { GradcheckError } from '../errors.js';

/** Turns rows into the text of a file. */
export interface RowWriter {
  start(): string;
  row(cells: readonly unknown[]): string;
  end(): string;
}

export interface WriterOptions {
  readonly names: readonly string[];
  /** Of the input, where it was delimited text. */
  readonly delimiter?: string;
  readonly decimal: Decimal;
  /** Whether texts that are numbers are meant as numbers: cells of delimited text are. */
  readonly cells: 'text' | 'typed';
}

/**
 * The writer for a file; its ending decides.
 * @throws GradcheckError `usage` for endings that cannot be written
 */
export function rowWriter(file: string, options: WriterOptions): RowWriter {
  const ending = extname(file).toLowerCase();
  if (ending === '.jsonl' || ending === '.ndjson') return jsonWriter(options, { start: '', between: '\n', end: '\n' });
  if (ending === '.json') return jsonWriter(options, { start: '[\n', between: ',\n', end: '\n]\n' });
  if (ending === '.csv' || ending === '.txt' || ending === '.dat') return csvWriter(options, options.delimiter ?? ',');
  if (ending === '.tsv') return csvWriter(options, '\t');
  throw new GradcheckError('usage', `files ending in "${ending}" cannot be written`, {
    hint: '--out takes .csv, .tsv, .json and .jsonl',
  });
}

function csvWriter({ names }: WriterOptions, delimiter: string): RowWriter {
  const line = (cells: readonly unknown[]): string =>
    `${cells.map((cell) => quote(writeCell(cell), delimiter)).join(delimiter)}\n`;
  return { start: () => line(names), row: line, end: () => '' };
}

function writeCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString() : String(cell);
}

function quote(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jsonWriter(
  { names, cells, decimal }: WriterOptions,
  { start, between, end }: { start: string; between: string; end: string },
): RowWriter {
  let isFirst = true;
  const valueOf = (cell: unknown): unknown =>
    cells === 'text' && typeof cell === 'string' ? readValue(cell, decimal) : cell;
  return {
    start: () => start,
    row: (row) => {
      const lead = isFirst ? '' : between;
      isFirst = false;
      const entries = names.map((name, j) => `${JSON.stringify(name)}:${writeJson(valueOf(row[j]))}`);
      return `${lead}{${entries.join(',')}}`;
    },
    end: () => end,
  };
}

function readValue(text: string, decimal: Decimal): unknown {
  const cell: ReadCell = { kind: CELL.missing, value: NaN, text: '' };
  readTextCell(text, decimal, cell);
  if (cell.kind === CELL.missing) return null;
  return cell.kind === CELL.text ? cell.text : cell.value;
}

/** JSON has no NaN and no infinities, and knows no bigint. */
function writeJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return `"${value}"`;
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'null');
}

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { isList } from '../data/flatten-row.js';
import { GradcheckError } from '../errors.js';
import { LineNumbers } from './line-numbers.js';
import { ColumnNames } from '../data/column-names.js';
import { parseJson } from './parse-json.js';
import type { RowSource } from './row-source.js';

const BATCH_ROWS = 1000;

/**
 * Reads a file with a row of JSON on each line, twice: first for the names of all columns.
 * @throws GradcheckError `bad-data` with the line
 */
export async function readJsonl(file: string, display: string): Promise<RowSource> {
  const names = new ColumnNames();
  let count = 0;
  for await (const { value } of readLines(file, display)) {
    names.note(value);
    count++;
  }
  if (count === 0) throw new GradcheckError('bad-data', `${display} has no rows`);
  const lines = new LineNumbers();
  return {
    format: 'jsonl',
    names: names.list(),
    cells: 'typed',
    notes: [],
    lineOf: (row) => lines.lineOf(row),
    async *batches() {
      let batch = [];
      let row = 0;
      for await (const { value, line } of readLines(file, display)) {
        lines.note(row++, line);
        batch.push(names.cellsOf(value));
        if (batch.length < BATCH_ROWS) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
  };
}

async function* readLines(file: string, display: string): AsyncGenerator<{ value: unknown; line: number }> {
  const input = createReadStream(file, { encoding: 'utf8', highWaterMark: 2 ** 18 });
  let line = 0;
  let width: number | undefined;
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line++;
      if (text.trim() === '' || text === '\ufeff') continue;
      const value = parseLine(text, line, display);
      if (isList(value)) {
        width ??= value.length;
        if (value.length !== width)
          throw new GradcheckError(
            'bad-data',
            `line ${line} of ${display} has ${value.length} cells, where the first line has ${width}`,
            { hint: 'write null where a cell is missing' },
          );
      }
      yield { value, line };
    }
  } finally {
    input.destroy();
  }
}

function parseLine(text: string, line: number, display: string): unknown {
  try {
    return parseJson(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GradcheckError('bad-data', `line ${line} of ${display} is not valid JSON: ${reason}`, {
      hint: 'each line holds one row; a last line that was cut off while it was written is to be taken away',
      cause,
    });
  }
}

import { readFileSync, statSync } from 'node:fs';
import { GradcheckError } from '../errors.js';
import { parseJson } from './parse-json.js';
import { readRows } from './read-rows.js';
import type { RowSource } from './row-source.js';

/** V8 holds no longer string. */
const MOST_BYTES = 2 ** 29 - 2 ** 10;

/**
 * Reads a JSON file, as a whole.
 * @throws GradcheckError `bad-data`
 */
export function readJson(file: string, display: string): RowSource {
  if (statSync(file).size > MOST_BYTES)
    throw new GradcheckError('bad-data', `${display} is too large to be read as one JSON text`, {
      hint: 'write a row on each line (.jsonl), which is read line by line, or .csv',
    });
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GradcheckError('bad-data', `${display} is not valid JSON: ${reason}`, { cause });
  }
  return readRows(value, display, 'json');
}

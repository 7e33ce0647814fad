import { readFileSync } from 'node:fs';
import type { SourceLocation } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import { codeFrame } from '../load/code-frame.js';
import type { ExportNames } from '../model/model-definition.js';
import { defineFormulaModel, type FormulaModel } from './formula-model.js';
import { JsonSyntaxError, placeKey, scanJson, type JsonKey } from '../load/scan-json.js';

/**
 * The models of a .json file: one, or an array of them.
 * @param path absolute
 * @param display the file's name in reports
 * @throws GradcheckError `load`, `syntax`, `missing-export` for the file as a whole; a model's own error stands with it
 */
export function readModels(path: string, display: string, names: ExportNames): FormulaModel[] {
  const file = new JsonFile(path);
  const define = (value: unknown, keys: readonly JsonKey[], name: string): FormulaModel =>
    defineFormulaModel(value, { name, names, locate: (inner) => file.locate([...keys, ...inner]) });
  if (!Array.isArray(file.value)) return [define(file.value, [], display)];
  if (file.value.length === 0)
    throw new GradcheckError('missing-export', 'the array is empty: there is no model in it');
  return file.value.map((value: unknown, i) => define(value, [i], `${display} [${i}]`));
}

/** JSON text that knows its places. */
class JsonFile {
  readonly value: unknown;
  private readonly text: string;
  private readonly places: ReadonlyMap<string, number>;

  constructor(private readonly path: string) {
    this.text = readText(path);
    try {
      this.places = scanJson(this.text);
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      throw new GradcheckError('syntax', `this is not JSON: ${error.message}`, this.placeOf(error.offset));
    }
    this.value = JSON.parse(this.text) as unknown;
  }

  /** A function from characters of a string in this file to their places; undefined where there is no such string. */
  locate(keys: readonly JsonKey[]) {
    const start = this.places.get(placeKey(keys));
    return start === undefined
      ? undefined
      : (offset: number) => this.placeOf(start + this.writtenLength(start, offset));
  }

  /** Characters from the opening quote to a character of the string: an escape is written with several. */
  private writtenLength(start: number, offset: number): number {
    const written = /\\u[\da-fA-F]{4}|\\.|[^\\]/gy;
    written.lastIndex = start + 1;
    for (let i = 0; i < offset; i++) written.exec(this.text);
    return written.lastIndex - start;
  }

  private placeOf(offset: number): { location: SourceLocation; frame: string } {
    const before = this.text.slice(0, offset).split(/\r\n|\n|\r/);
    const line = before.length;
    const column = before[line - 1].length + 1;
    const text = this.text.split(/\r\n|\n|\r/)[line - 1].trim();
    return { location: { file: this.path, line, column, text }, frame: codeFrame(this.text, line, column) };
  }
}

function readText(path: string): string {
  try {
    // Without the byte order mark that some editors write.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new GradcheckError(code === 'ENOENT' ? 'file-not-found' : 'load', `${path} cannot be read: ${message}`);
  }
}

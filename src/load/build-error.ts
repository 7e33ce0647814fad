import { readFileSync } from 'node:fs';
import { extname, isAbsolute, resolve } from 'node:path';
import type { BuildFailure, Message } from 'esbuild';
import type { SourceLocation } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import { codeFrame } from './code-frame.js';

const UNRESOLVED = /^Could not resolve "(.+?)"/;

/** What esbuild says about code that is well formed but cannot be put together. */
const LOAD_FAILURES = [
  UNRESOLVED,
  /^No matching export/,
  /^No loader is configured/,
  /^Do not know how to load/,
  /^Could not read/,
  /^Cannot (read|find|import)/,
  /^This require call is not allowed/,
  /^Cycle detected/,
];

export function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors);
}

/** The first of esbuild's messages as our error: `syntax` for code that does not parse, `load` for all else. */
export function describeBuildFailure(source: string, failure: BuildFailure, folder: string): GradcheckError {
  const first = failure.errors[0];
  if (first === undefined) return new GradcheckError('load', `${source} could not be bundled: ${failure.message}`);
  const { location, frame } = locateMessage(first, folder);
  const isLoad =
    location === undefined ||
    first.pluginName !== '' ||
    LOAD_FAILURES.some((pattern) => pattern.test(first.text)) ||
    extname(location.file) === '.json';
  return new GradcheckError(isLoad ? 'load' : 'syntax', first.text + countOthers(failure.errors), {
    hint: hintFor(source, first, failure.warnings),
    location,
    frame,
    cause: failure,
  });
}

/** esbuild's words on a tsconfig.json that it could not follow, such as a missing `extends`. */
export function describeWarnings(warnings: Message[]): string[] {
  return warnings
    .filter((warning) => warning.id === 'tsconfig.json' || warning.location?.file.endsWith('.json'))
    .map((warning) => (warning.location ? `${warning.location.file}: ${warning.text}` : warning.text));
}

function countOthers(errors: Message[]): string {
  const others = errors.length - 1;
  return others === 0 ? '' : ` (and ${others} more ${others === 1 ? 'error' : 'errors'})`;
}

function locateMessage(message: Message, folder: string): { location?: SourceLocation; frame?: string } {
  const place = message.location;
  if (place === null || place.file === '') return {};
  const file = isAbsolute(place.file) ? place.file : resolve(folder, place.file);
  // esbuild counts bytes, from 0.
  const column = Buffer.from(place.lineText).subarray(0, place.column).toString().length + 1;
  const location = { file, line: place.line, column, text: place.lineText.trim() };
  return { location, frame: codeFrame(readText(file), place.line, column) || undefined };
}

function hintFor(source: string, message: Message, warnings: Message[]): string | undefined {
  const unresolved = UNRESOLVED.exec(message.text)?.[1];
  if (unresolved !== undefined) {
    const tsconfig = describeWarnings(warnings).map((text) => `, and note ${text}`);
    return `${hintForImport(unresolved)}${tsconfig.join('')}.`;
  }
  if (message.text.startsWith('No loader is configured')) {
    return `A model is a .ts, .mts, .cts, .tsx, .js, .mjs, .cjs or .jsx file, and may import these and .json (${source}).`;
  }
  if (/permission denied/.test(message.text)) return 'Make it readable for the user who runs gradcheck.';
  if (message.location?.file.endsWith('.json')) return 'It is read to bundle the model: correct it.';
  // Advice on esbuild's own options is nothing to the user.
  const notes = message.notes
    .map((note) => note.text)
    .filter((text) => text !== '' && !/esbuild|loader|plugin/.test(text));
  return notes.length === 0 ? undefined : notes.join(' ');
}

function hintForImport(path: string): string {
  if (/^[./]/.test(path)) return 'Correct the path, which is relative to the importing file';
  if (path.startsWith('#')) return 'Declare it under "imports" in package.json';
  if (/^[@~]\//.test(path)) return 'Declare the alias under "paths" in tsconfig.json';
  const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
  return `Run "npm install ${name}", or declare it under "paths" in tsconfig.json if it is an alias`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

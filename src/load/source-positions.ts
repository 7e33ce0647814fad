import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { SourceLocation } from '../check/report.js';
import { codeFrame } from './code-frame.js';
import type { BundleMap } from './finish-bundle.js';
import { type Locate, mapStack, replacePositions, type StackFrame } from './map-stack.js';
import { isObject, readSafely, wordThrown } from './word-thrown.js';

export interface DescribedError {
  /** One line; the causes in parentheses. */
  message: string;
  /** The first frame in the user's own files. */
  location?: SourceLocation;
  /** A few source lines around the location. */
  frame?: string;
  /** Message and frames, in lines of the user's files. */
  stack?: string;
}

export interface SourcePositions {
  /** The text of the bundle. */
  readonly text: string;
  /** The user's file that was bundled; empty where that is not known. */
  readonly file: string;
  /** Position in the user's sources of a position in the bundle, both counted from 1; null where there is none. */
  original(line: number, column: number): SourceLocation | null;
  /** The lines of one of the user's files that went into the bundle; none where that is not known. */
  linesOf(file: string): readonly string[];
  /**
   * Words anything thrown by user code: its stack in the user's files, without frames of gradcheck and of Node, and the
   * first place that is the user's own. Never throws.
   */
  describeError(error: unknown): DescribedError;
}

const MAX_CAUSES = 5;

/**
 * Reads the source map of a bundle. The text is read at once, as the bundle may soon be deleted; it is decoded when the
 * first position is asked for. Of a file that cannot be read no position is known.
 */
export function readSourcePositions(bundleUrl: string): SourcePositions {
  return createPositions(bundleUrl, readText(fileURLToPath(bundleUrl)));
}

/** Positions of code that runs as it is, without a bundle: its stacks tell the user's files already. */
export function runningPositions(): SourcePositions {
  return createPositions('bundle:none', '');
}

function createPositions(bundleUrl: string, text: string): SourcePositions {
  let decoded: DecodedMap | null | undefined;
  const map = () => (decoded === undefined ? (decoded = decodeMap(text)) : decoded);
  const original: Locate = (line, column) => locate(map(), line, column);
  return {
    text,
    get file() {
      return map()?.file ?? '';
    },
    original,
    linesOf: (source) => splitLines(map()?.contents.get(source) ?? ''),
    describeError,
  };

  function describeError(error: unknown): DescribedError {
    try {
      return describe(error);
    } catch {
      return { message: wordThrown(error) };
    }
  }

  function describe(error: unknown): DescribedError {
    const chain = listCauses(error).map((thrown) => {
      const stack = readSafely(thrown, 'stack');
      const message = readSafely(thrown, 'message');
      const frames =
        typeof stack === 'string'
          ? mapStack(stack, typeof message === 'string' ? message : '', bundleUrl, original)
          : [];
      return { message: restorePaths(wordThrown(thrown)), frames };
    });
    const [first, ...causes] = chain;
    const found = chain.flatMap(({ frames }) => frames).find((frame) => frame.location !== undefined)?.location;
    const location = found ?? locateImport(first!.message);
    const source = location && sourceOf(location.file);
    const line = source?.split(/\r\n|\n|\r/)[location!.line - 1]?.trim();
    return {
      message: first!.message + causes.map((cause) => ` (caused by: ${cause.message})`).join(''),
      location: location && (line ? { ...location, text: line } : location),
      frame: (location && codeFrame(source!, location.line, location.column)) || undefined,
      stack: chain.some(({ frames }) => frames.length > 0) ? wordStack(chain) : undefined,
    };
  }

  /** Some of Node's messages name the bundle, which is nothing to the user. */
  function restorePaths(message: string): string {
    if (!message.includes('.gradcheck-')) return message;
    const source = map()?.file;
    const mapped = replacePositions(message, bundleUrl, original);
    return source === undefined
      ? mapped
      : mapped.replaceAll(bundleUrl, source).replaceAll(fileURLToPath(bundleUrl), source);
  }

  /** Node tells the package, not the place, of an import that does not link. */
  function locateImport(message: string): SourceLocation | undefined {
    const specifier = /requested module '([^']+)'|Cannot find (?:package|module) '([^']+)'/.exec(message);
    if (specifier === null) return undefined;
    const name = JSON.stringify(specifier[1] ?? specifier[2]);
    const lines = text.split('\n');
    const index = lines.findIndex((line) => /^(import|export)\b/.test(line) && line.includes(` ${name}`));
    return index < 0 ? undefined : (original(index + 1, 1) ?? undefined);
  }

  function sourceOf(file: string): string {
    return map()?.contents.get(file) ?? readText(file);
  }
}

interface DecodedMap {
  file: string;
  contents: Map<string, string>;
  entries: SourceMap;
}

function decodeMap(text: string): DecodedMap | null {
  const start = text.lastIndexOf('\n//# ');
  const base64 = start < 0 ? undefined : /base64,(\S+)/.exec(text.slice(start))?.[1];
  if (base64 === undefined) return null;
  try {
    const map = JSON.parse(Buffer.from(base64, 'base64').toString()) as BundleMap;
    const contents = new Map(map.sources.map((source, index) => [source, map.sourcesContent[index] ?? '']));
    return { file: map.file, contents, entries: new SourceMap(map as never) };
  } catch {
    return null;
  }
}

function locate(map: DecodedMap | null, line: number, column: number): SourceLocation | null {
  const entry = map?.entries.findEntry(line - 1, column - 1);
  if (entry === undefined || !('originalSource' in entry)) return null;
  // Node's search falls back on the end of an earlier line.
  if (entry.generatedLine !== line - 1 || !/^([/\\]|[A-Za-z]:[/\\])/.test(entry.originalSource)) return null;
  const location = { file: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  const text = splitLines(map?.contents.get(location.file) ?? '')[location.line - 1]?.trim();
  return text ? { ...location, text } : location;
}

/** The error, its cause, the cause's cause…; of an AggregateError its first error. */
function listCauses(error: unknown): unknown[] {
  const chain = [error];
  while (chain.length <= MAX_CAUSES) {
    const last = chain.at(-1);
    const member = readSafely(readSafely(last, 'errors'), '0');
    const cause = readSafely(last, 'cause') ?? (typeof readSafely(member, 'stack') === 'string' ? member : undefined);
    if (!isObject(last) || cause === undefined || chain.includes(cause)) break;
    chain.push(cause);
  }
  return chain;
}

function wordStack(chain: { message: string; frames: StackFrame[] }[]): string {
  return chain
    .flatMap(({ message, frames }, index) => [
      (index > 0 ? 'Caused by: ' : '') + message,
      ...frames.map((frame) => frame.text),
    ])
    .join('\n');
}

function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

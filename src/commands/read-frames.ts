import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SourceLocation } from '../check/report.js';
import { codeFrame } from '../load/code-frame.js';

/** Larger files are generated, and no reader's. */
const MOST_BYTES = 2_000_000;

/** Reads the source lines around places of a report; files are named from a folder, and read once. */
export function readFrames(folder: string): (location: SourceLocation) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return ({ file, line, column }) => {
    const path = resolve(folder, file);
    if (!texts.has(path)) texts.set(path, readText(path));
    return codeFrame(texts.get(path) ?? '', line, column) || undefined;
  };
}

/** undefined where there is no such file any more, as in reports from elsewhere. */
function readText(path: string): string | undefined {
  try {
    return statSync(path).size > MOST_BYTES ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

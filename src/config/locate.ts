import type { SourceLocation } from '../check/report.js';
import { codeFrame } from '../load/code-frame.js';

/** A place in a text, and the lines around it. */
export interface Place {
  readonly location?: SourceLocation;
  readonly frame?: string;
}

export function locateOffset(file: string, text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  const location = { file, line: before.length, column: before.at(-1)!.length + 1 };
  return { location, frame: codeFrame(text, location.line, location.column) };
}

/** Where a property of that name is written, if that is one place alone; else the file as such. */
export function locateKey(file: string, text: string, key: string): Place {
  const name = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = [...text.matchAll(new RegExp(`(?<![\\w$.])(["']?)${name}\\1\\s*:`, 'g'))];
  return found.length === 1 ? locateOffset(file, text, found[0].index) : { location: { file, line: 1, column: 1 } };
}

import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceLocation } from '../check/report.js';
import { findPackageRoot } from './package-root.js';

export interface StackFrame {
  /** The line of the stack, with positions in the user's files. */
  text: string;
  /** Where it is, if in one of the user's own files rather than in a package. */
  location?: SourceLocation;
}

/** Position in the user's sources of a position (both from 1) in the bundle. */
export type Locate = (line: number, column: number) => SourceLocation | null;

const FRAME = /^\s*at (?:(.*?) \((.*):(\d+):(\d+)\)|(?:async )?(.*?):(\d+):(\d+))$/;
const NODE_MODULES = /[\\/]node_modules[\\/]/;

/** The frames of a V8 stack, without those of gradcheck, of Node's internals and of the bundle's helpers. */
export function mapStack(stack: string, message: string, bundleUrl: string, locate: Locate): StackFrame[] {
  // A message may itself look like a stack.
  const start = message === '' ? -1 : stack.indexOf(message);
  const lines = (start < 0 ? stack : stack.slice(start + message.length)).split('\n');
  const frames: StackFrame[] = [];
  // Positions before the first frame: where an import failed to link, Node puts `url:line` on top.
  const head = stack.split('\n', 1)[0]!;
  const linkError = locateIn(head, bundleUrl, locate);
  if (linkError !== undefined) frames.push({ text: `    at ${wordLocation(linkError)}`, location: linkError });
  for (const line of lines) {
    if (/^\s*at /.test(line)) frames.push(...mapFrame(line, bundleUrl, locate));
  }
  return trimNativeTail(frames);
}

function mapFrame(line: string, bundleUrl: string, locate: Locate): StackFrame[] {
  if (line.includes(bundleUrl)) {
    const location = locateIn(line, bundleUrl, locate);
    if (location === undefined) return [];
    const text = replacePositions(line, bundleUrl, locate);
    return [NODE_MODULES.test(location.file) ? { text } : { text, location }];
  }
  const match = FRAME.exec(line);
  const place = match?.[2] ?? match?.[5];
  // `at Array.map (<anonymous>)` and the like
  if (match === null || place === undefined) return [{ text: line }];
  if (/^(node:|internal\/|evalmachine)/.test(place)) return [];
  const file = toPath(place);
  if (isOurs(file)) return [];
  const isUsers = /^([/\\]|[A-Za-z]:[/\\])/.test(file) && !NODE_MODULES.test(file);
  if (!isUsers) return [{ text: line }];
  return [{ text: line, location: { file, line: Number(match[3] ?? match[6]), column: Number(match[4] ?? match[7]) } }];
}

/** Replaces each position in the bundle by the one in the user's file. */
export function replacePositions(text: string, bundleUrl: string, locate: Locate): string {
  return text.replace(positionPattern(bundleUrl), (whole, line: string, column?: string) => {
    const location = locate(Number(line), Number(column ?? 1));
    return location === null ? whole : wordLocation(location);
  });
}

function locateIn(text: string, bundleUrl: string, locate: Locate): SourceLocation | undefined {
  for (const [, line, column] of text.matchAll(positionPattern(bundleUrl))) {
    const location = locate(Number(line), Number(column ?? 1));
    if (location !== null) return location;
  }
  return undefined;
}

function positionPattern(bundleUrl: string): RegExp {
  return new RegExp(`${bundleUrl.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}:(\\d+)(?::(\\d+))?`, 'g');
}

function wordLocation({ file, line, column }: SourceLocation): string {
  return `${file}:${line}:${column}`;
}

/** `at Generator.next (<anonymous>)` under the last frame of the user's was called by us. */
function trimNativeTail(frames: StackFrame[]): StackFrame[] {
  let end = frames.length;
  while (end > 0 && !FRAME.test(frames[end - 1]!.text)) end--;
  return frames.slice(0, end);
}

function isOurs(file: string): boolean {
  const root = findPackageRoot();
  return root !== null && ['dist', 'src', 'bin'].some((folder) => file.startsWith(join(root, folder) + sep));
}

function toPath(place: string): string {
  try {
    return place.startsWith('file:') ? fileURLToPath(place.replace(/[?#].*$/, '')) : place;
  } catch {
    return place;
  }
}

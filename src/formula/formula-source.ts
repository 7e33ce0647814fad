import { GradcheckError, type ErrorCode } from '../errors.js';
import type { SourceLocation } from '../check/report.js';
import { codeFrame } from '../load/code-frame.js';

/** A formula as its user wrote it, and where. */
export interface FormulaSource {
  /** `the loss`, `the gradient of x`. */
  readonly what: string;
  readonly text: string;
  /** The place of a character of it (0-based) in a file, if it stands in one. */
  readonly locate?: (offset: number) => { location: SourceLocation; frame: string };
}

/** An error that shows the formula with a caret under the character it is about (0-based), where there is one. */
export function formulaError(
  code: ErrorCode,
  source: FormulaSource,
  message: string,
  { offset, hint }: { offset?: number; hint?: string } = {},
): GradcheckError {
  const { what, text } = source;
  const place = offset === undefined ? undefined : source.locate?.(offset);
  const shown = place ?? { frame: codeFrame(text, 1, (offset ?? 0) + 1) };
  return new GradcheckError(code, `${what}, \`${shorten(text)}\`: ${message}`, {
    hint,
    ...(offset === undefined ? {} : shown),
  });
}

/** The whole of a long formula stands in the frame. */
function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Where a name stands in a formula as a word of its own, 0-based; undefined where only inside of others. */
export function findName(text: string, name: string): number | undefined {
  const escaped = name.replace(/[$.*+?^{}()|[\]\\]/g, '\\$&');
  const found = new RegExp(`(?<![\\p{L}\\p{N}_$.])${escaped}(?![\\p{L}\\p{N}_$])`, 'u').exec(text);
  // `2x` is two times x: digits may stand before a name.
  return (found ?? new RegExp(`(?<![\\p{L}_$.])${escaped}(?![\\p{L}\\p{N}_$])`, 'u').exec(text))?.index;
}

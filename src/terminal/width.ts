import type { Environment } from './color.js';

const DEFAULT_WIDTH = 80;
const SMALLEST_WIDTH = 40;

/** Columns to lay a report out for: those of the stream, else COLUMNS, else 80; never under 40. */
export function decideWidth(stream: { columns?: number }, env: Environment = {}): number {
  const width = [stream.columns, Number(env.COLUMNS)].find(isUsableWidth) ?? DEFAULT_WIDTH;
  return Math.max(SMALLEST_WIDTH, width);
}

// Some pseudo-terminals report 0 columns, which means "unknown".
function isUsableWidth(width: number | undefined): width is number {
  return Number.isInteger(width) && (width as number) > 0;
}

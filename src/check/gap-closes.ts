import type { Row } from '../numdiff/index.js';

/** A gap is closed where at most this share of it is left. */
const CLOSED = 1 / 4;

/** Whether the gap between claim and slope, seen at small steps, is closed at two steps in a row. */
export function gapCloses(rows: readonly Row[], claimed: number, gap: number): boolean {
  const isClosed = rows.map((row) => Math.abs(claimed - row.slope) <= CLOSED * Math.abs(gap));
  return isClosed.some((closed, k) => closed && isClosed[k + 1]);
}

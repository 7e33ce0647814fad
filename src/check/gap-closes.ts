import type { Ladder } from '../numdiff/index.js';

/** Whether the gap between claim and slope, seen at small steps, is closed at two steps in a row. */
export function gapCloses({ rows, constants }: Ladder, claimed: number, gap: number): boolean {
  const isClosed = rows.map((row) => Math.abs(claimed - row.slope) <= constants.sameSlope * Math.abs(gap));
  return isClosed.some((closed, k) => closed && isClosed[k + 1]);
}

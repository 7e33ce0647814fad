import type { Estimate, Ladder } from '../numdiff/index.js';

/** The slope on which two steps in a row agree further out, far above the bound on the one at the point; or null. */
export function slopeFurtherOut({ rows, constants }: Ladder, { row, bound }: Estimate, size: number): number | null {
  const far = rows.slice(row + 1).filter(({ width }) => width <= size / 8);
  const agrees = (k: number): boolean =>
    Math.abs(far[k].slope) > 64 * bound &&
    Math.abs(far[k].slope - far[k - 1].slope) <= constants.sameSlope * Math.abs(far[k].slope);
  for (let k = far.length - 1; k > 0; k--) if (agrees(k)) return far[k].slope;
  return null;
}

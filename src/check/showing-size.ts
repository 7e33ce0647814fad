import { isShort, nearestPowerOfTwo, type Ladder } from '../numdiff/index.js';
import type { EntryProblem } from './entry-problem.js';

/** Slopes are looked at within this share of the size. */
const WITHIN = 64;

/** How far a parameter must go for a slope to show whatever the loss is rounded to; at least its typical size. */
export function showingSize(slope: number, { center, constants }: Ladder, typicalSize: number): number {
  const shows = (WITHIN * constants.showsAnywhere * Math.abs(center)) / Math.abs(slope);
  return nearestPowerOfTwo(Math.max(typicalSize, Number.isFinite(shows) ? shows : 0));
}

/**
 * Whether a loss that is exactly flat may move as claimed all the same, by less than what it is stored in shows: half
 * precision where its value is that short, float32 inside otherwise.
 */
export function isHiddenByStorage({ claimed }: EntryProblem, ladder: Ladder, size: number): boolean {
  const { center, constants } = ladder;
  const shows = center !== 0 && isShort(center) ? constants.showsAnywhere : constants.showsInFloat32;
  return Math.abs(claimed) * size < shows * ladder.largestValue();
}

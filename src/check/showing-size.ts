import { isShort, nearestPowerOfTwo, type Ladder } from '../numdiff/index.js';
import type { EntryProblem } from './entry-problem.js';

/** The coarsest arithmetic in use, bfloat16, keeps eight bits: a move of this share of the loss shows in any. */
const SHOWS_ANYWHERE = 2 ** -6;
/** A move of this share of the loss shows in float32, in which a float64 loss may have been computed in part. */
const SHOWS_IN_FLOAT32 = 2 ** -22;
/** Slopes are looked at within this share of the size. */
const WITHIN = 64;

/** How far a parameter must go for a slope to show whatever the loss is rounded to; at least its typical size. */
export function showingSize(slope: number, { center }: Ladder, typicalSize: number): number {
  const shows = (WITHIN * SHOWS_ANYWHERE * Math.abs(center)) / Math.abs(slope);
  return nearestPowerOfTwo(Math.max(typicalSize, Number.isFinite(shows) ? shows : 0));
}

/**
 * Whether a loss that is exactly flat may move as claimed all the same, by less than what it is stored in shows: half
 * precision where its value is that short, float32 inside otherwise.
 */
export function isHiddenByStorage({ claimed }: EntryProblem, ladder: Ladder, size: number): boolean {
  const { center } = ladder;
  const shows = center !== 0 && isShort(center) ? SHOWS_ANYWHERE : SHOWS_IN_FLOAT32;
  return Math.abs(claimed) * size < shows * ladder.largestValue();
}

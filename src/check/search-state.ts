/** Rows after which a bound that is good enough, if not small, is accepted. */
export const USUAL_ROWS = 5;
/** Rows after which the search ends. */
export const MOST_ROWS = 9;
/** A staircase moves on both sides at the latest two rows above the one at which it first moves. */
export const ROWS_TO_SEE_A_STAIRCASE = 3;

/** What the search has done, and how far it may go. */
export interface SearchState {
  /** The smallest step there is. */
  readonly floor: number;
  /** The largest step that can be taken. */
  readonly ceiling: number;
  /** The largest step that tells something. */
  readonly reach: number;
  /** What the parameter's typical size is taken to be. */
  readonly typicalSize: number;
  tried(step: number): boolean;
  /** How often a plateau has been looked at from below. */
  looksBelow: number;
}

import type { Tape } from '../../../model/tape.js';

/** What the user's own gradient computes, followed operation by operation. */
export interface BackwardPass {
  readonly tape: Tape;
  /** The entry of each number of the gradient, in the order of the flat vector; 0 for plain numbers. */
  readonly results: Int32Array;
}

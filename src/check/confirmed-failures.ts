import type { EntryResult } from './entry-problem.js';

/** Failures of a parameter by the exact derivative that differences confirm before the others are believed. */
const ENOUGH = 32;

/**
 * Whether an exact derivative needs no further confirming. At a kink it is one right answer of several, which differences
 * alone can tell; where all that contradicted it in a parameter so far was wrong by differences too, kinks are not what it
 * is about. A gradient that is wrong throughout would cost as much as a full check.
 */
export class ConfirmedFailures {
  private parameter = NaN;
  private confirmed = 0;

  /** Turns to a parameter, by the place of its first entry. */
  turnTo(first: number): void {
    if (first === this.parameter) return;
    this.parameter = first;
    this.confirmed = 0;
  }

  get isEnough(): boolean {
    return this.confirmed >= ENOUGH;
  }

  note({ verdict }: EntryResult): void {
    this.confirmed = verdict === 'fail' ? this.confirmed + 1 : -Infinity;
  }
}

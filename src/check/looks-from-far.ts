/** So many neighbours of a parameter, from its first entry on, speak for each other. */
export const NEIGHBOURS = 16;

/** Mismatches among neighbours that were looked at from far, without steps, before the others are taken for alike. */
const ENOUGH = 4;

/**
 * Whether a loss goes in steps shows from far, which takes more evaluations than the entry itself. Where the first
 * mismatches among neighbours show none, those after them are not looked at: a gradient that is wrong throughout would
 * cost three times as much.
 */
export class LooksFromFar {
  private block = NaN;
  private vain = 0;

  /** Turns to the neighbours of an entry, by its place in its parameter. */
  turnTo(first: number, place: number): void {
    const block = first + place - (place % NEIGHBOURS);
    if (block === this.block) return;
    this.block = block;
    this.vain = 0;
  }

  get isEnough(): boolean {
    return this.vain >= ENOUGH;
  }

  note(hasSteps: boolean): void {
    this.vain = hasSteps ? -Infinity : this.vain + 1;
  }
}

/** By how much the loss is off the line of the tread at a place beside which it runs like it. */
export interface Rise {
  readonly step: number;
  readonly rise: number;
}

/**
 * The places met so far beside which the loss runs like the tread, from the point outward.
 *
 * Slopes beside two of them that are off the tread's by at most δ leave the loss δ times the way between them to move, by
 * the mean value theorem: what moves it by more is a jump.
 */
export class Treads {
  private readonly places: Rise[] = [{ step: 0, rise: 0 }];

  constructor(private readonly tolerance: number) {}

  add(more: readonly Rise[]): void {
    this.places.push(...more);
    this.places.sort((a, b) => a.step - b.step);
  }

  /** How far the loss jumps on each way from one place to the next on which it does, and the place past it; nearest first. */
  jumps(): readonly Rise[] {
    const { places, tolerance } = this;
    return places
      .map(({ step, rise }, k) => ({ step, rise: k === 0 ? 0 : Math.abs(rise - places[k - 1].rise) }))
      .filter(({ step, rise }, k) => k > 0 && rise > tolerance * (step - places[k - 1].step));
  }
}

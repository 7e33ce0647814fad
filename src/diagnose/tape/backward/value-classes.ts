/** Numbers that are equal but for their sign and for rounding, as one class each. 0 and what is not finite are in none. */
export class ValueClasses {
  /** The smallest and largest of each class, ascending. */
  private readonly lows: number[] = [];
  private readonly highs: number[] = [];

  constructor(
    values: ArrayLike<number>,
    private readonly rounding: number,
  ) {
    const sizes = Float64Array.from(values, Math.abs).sort();
    for (const size of sizes) {
      if (size === 0 || !Number.isFinite(size)) continue;
      const last = this.highs.length - 1;
      if (last >= 0 && size <= this.highs[last] * (1 + rounding)) this.highs[last] = size;
      else {
        this.lows.push(size);
        this.highs.push(size);
      }
    }
  }

  /** The class of a number; −1 where it is in none. */
  classOf(value: number): number {
    const size = Math.abs(value);
    const reach = size * (1 + this.rounding);
    let [from, to] = [0, this.lows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.lows[middle] <= reach) from = middle + 1;
      else to = middle;
    }
    return from > 0 && size <= this.highs[from - 1] * (1 + this.rounding) ? from - 1 : -1;
  }
}

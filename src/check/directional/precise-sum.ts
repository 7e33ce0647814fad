/** A running sum whose rounding is that of its result, whatever the number of terms: Neumaier's, ZAMM 54 (1974), 39–51. */
export class PreciseSum {
  private sum = 0;
  private lost = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.lost += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  get total(): number {
    return this.sum + this.lost;
  }

  /** The sum less a number of about its size: what it lost counts then. */
  less(other: number): number {
    return this.sum - other + this.lost;
  }
}

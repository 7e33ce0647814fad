/** The time that a check may take before it stops by itself. What it does until then does not depend on it. */
export class TimeBudget {
  /** Work was left out because the time was up. */
  isUp = false;

  constructor(
    /** As `performance.now` has it. */
    private readonly started: number,
    private readonly seconds: number,
  ) {}

  /** Asked before each piece of work. */
  lasts(): boolean {
    this.isUp ||= performance.now() - this.started > 1000 * this.seconds;
    return !this.isUp;
  }
}

/** Second differences of the components of a gradient, at one step. */
export interface KinkRow {
  readonly width: number;
  /** Bound on the noise of each component's difference quotient. */
  readonly noise: Float64Array;
  /** g₊ − 2g₀ + g₋ of central differences, else NaN. */
  readonly second: Float64Array;
}

/** Second differences below this many times their noise say nothing. */
const KINK_ABOVE_NOISE = 8;
const KINK_GROWTH = 1.5;

/**
 * By how much the slopes of component i to the two sides differ, where that is a kink at the point: g₊ − 2g₀ + g₋ grows as h
 * there, as h² where the gradient is smooth. Half of it is what a central difference is off either side. One that is gone
 * at a smaller step, though it would show, lies beside the point.
 * @param rows the smallest step first
 */
export function slopeJump(rows: readonly KinkRow[], i: number): number {
  const k = rows.findIndex((row) => Math.abs(row.second[i]) > floorOf(row, i));
  if (k < 0 || k + 1 >= rows.length) return 0;
  const [near, far] = [rows[k], rows[k + 1]];
  const jump = Math.abs(near.second[i]) / near.width;
  if (k > 0 && wouldShow(jump, rows[k - 1].width, rows[k - 1], i)) return 0;
  const growth = Math.log(Math.abs(far.second[i] / near.second[i])) / Math.log(far.width / near.width);
  return growth < KINK_GROWTH ? jump : 0;
}

/** Whether a kink at the point would stand out of the noise, as a row tells of it, at a step. */
export function wouldShow(jump: number, step: number, row: KinkRow, i: number): boolean {
  return jump * step > 2 * floorOf(row, i);
}

/** The noise of one gradient is the same at all steps: what the quotient divides by is multiplied back. */
function floorOf({ noise, width }: KinkRow, i: number): number {
  return KINK_ABOVE_NOISE * noise[i] * width;
}

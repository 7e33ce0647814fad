import { THRESHOLDS, type Thresholds } from './thresholds.js';

/** A derivative with a bound on its error, and the row it was read from. */
export interface Estimate {
  readonly value: number;
  readonly bound: number;
  /** Share of the bound that comes from rounding and noise; the rest is truncation. */
  readonly noise: number;
  readonly row: number;
}

interface Approximation {
  readonly width: number;
  readonly value: number;
  /** Bound on the noise in the value. */
  readonly noise: number;
}

/**
 * The value of a ladder of approximations v_j = v + e_j + (noise ≤ n_j) whose truncation error e_j grows at least as
 * h^p. With q = (h_{j+1}/h_j)^p and D_j = |v_{j+1} − v_j| the triangle inequality bounds it both ways:
 *   T_j ≤ (D_j + n_j + n_{j+1}) / (q_j − 1)   and   T_j ≤ (D_{j−1} + n_j + n_{j−1}) · q_{j−1} / (q_{j−1} − 1),
 * and the error of v_j by E_j = n_j + T_j. Of the rows that agree with all smaller ones the one with the least E_j is
 * taken. p is 1, which one-sided differences of smooth functions have exactly and central ones (p = 2) far exceed,
 * unless the gaps themselves grow more slowly, as they do at the edge of x^1.5.
 */
export function boundLadder(rows: readonly Approximation[], { leastGrowth }: Thresholds = THRESHOLDS): Estimate {
  const growth = slowestGrowth(rows, leastGrowth);
  let best: Estimate = { value: NaN, bound: Infinity, noise: Infinity, row: -1 };
  for (let j = 0; j < rows.length; j++) {
    const { value, noise } = rows[j];
    const truncation = truncationBound(rows, j, growth);
    const bound = noise + truncation;
    if (bound < best.bound && agreesWithSmaller(rows, j, truncation)) best = { value, bound, noise, row: j };
  }
  return best;
}

/** T_j: the smaller of the bounds by the neighbours above and below. */
function truncationBound(rows: readonly Approximation[], j: number, growth: number): number {
  const row = rows[j];
  let bound = Infinity;
  if (j + 1 < rows.length) {
    const next = rows[j + 1];
    bound = (Math.abs(next.value - row.value) + row.noise + next.noise) / (gain(row, next, growth) - 1);
  }
  if (j > 0) {
    const previous = rows[j - 1];
    const ratio = gain(previous, row, growth);
    bound = Math.min(
      bound,
      ((Math.abs(row.value - previous.value) + row.noise + previous.noise) * ratio) / (ratio - 1),
    );
  }
  return bound;
}

/** q: how much the truncation error grows from one row to the next. */
function gain(lower: Approximation, upper: Approximation, growth: number): number {
  const ratio = upper.width / lower.width;
  return growth === 1 ? ratio : ratio ** growth;
}

/** The truncation error of a smaller step is smaller still, so at most T_j as well. */
function agreesWithSmaller(rows: readonly Approximation[], j: number, truncation: number): boolean {
  const { value, noise } = rows[j];
  for (let k = 0; k < j; k++)
    if (!(Math.abs(rows[k].value - value) <= rows[k].noise + noise + 2 * truncation)) return false;
  return true;
}

/** The exponent p ≤ 1 with which the gaps between the smallest steps grow, where they stand out of the noise. */
function slowestGrowth(rows: readonly Approximation[], least: number): number {
  if (rows.length < 3) return 1;
  const [a, b, c] = rows;
  const [gap, next] = [Math.abs(b.value - a.value), Math.abs(c.value - b.value)];
  if (gap <= 4 * (a.noise + b.noise) || next <= 4 * (b.noise + c.noise)) return 1;
  const [lower, upper] = [b.width / a.width, c.width / b.width];
  // The gaps of two unequal steps say nothing simple of the exponent.
  if (lower > 2 * upper || upper > 2 * lower) return 1;
  return Math.min(1, Math.max(least, Math.log(next / gap) / Math.log(lower)));
}

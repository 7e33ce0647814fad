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
  const truncation = rows.map((row, j) => {
    let bound = Infinity;
    if (j + 1 < rows.length) {
      const next = rows[j + 1];
      bound = (Math.abs(next.value - row.value) + row.noise + next.noise) / ((next.width / row.width) ** growth - 1);
    }
    if (j > 0) {
      const previous = rows[j - 1];
      const ratio = (row.width / previous.width) ** growth;
      bound = Math.min(
        bound,
        ((Math.abs(row.value - previous.value) + row.noise + previous.noise) * ratio) / (ratio - 1),
      );
    }
    return bound;
  });
  let best: Estimate = { value: NaN, bound: Infinity, noise: Infinity, row: -1 };
  for (let j = 0; j < rows.length; j++) {
    const total = rows[j].noise + truncation[j];
    if (!(total < best.bound)) continue;
    // The truncation error of a smaller step is smaller still, so at most T_j as well.
    const agrees = rows.every(
      (other, k) => k >= j || Math.abs(other.value - rows[j].value) <= other.noise + rows[j].noise + 2 * truncation[j],
    );
    if (agrees) best = { value: rows[j].value, bound: total, noise: rows[j].noise, row: j };
  }
  return best;
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

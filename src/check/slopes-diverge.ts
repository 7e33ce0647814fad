import type { Estimate, Ladder, Row } from '../numdiff/index.js';
import type { EntryProblem } from './entry-problem.js';
import { exponentBetween } from './growth.js';

/** Rows from which a logarithm's divergence is read. */
export const ROWS_TO_SEE_DIVERGENCE = 4;

/**
 * The slopes grow without limit towards small steps, above the noise, as a power of h (√x at 0) or as its logarithm
 * (x·log x at 0). Only steps within the entry's typical size count, and no derivative may have been certified.
 */
export function slopesDiverge(entry: EntryProblem, ladder: Ladder, estimate: Estimate): boolean {
  const isCertified = estimate.bound <= 0.1 * Math.abs(estimate.value);
  // Noise that falls with the step is what divergence looks like, so only the steps of a staircase are allowed for.
  const noiseBound = ladder.staircaseNoise();
  const series = ladder.sides === 'both' ? (['slope', 'forward', 'backward'] as const) : (['slope'] as const);
  return series.some((key) => {
    const noise = (row: Row): number => ladder.slopeNoise(row, noiseBound);
    const clear = ladder.rows.filter((row) => row.width <= 2 * entry.scale && Math.abs(row[key]) > 8 * noise(row));
    // What diverges stands out of the noise at the smallest steps, or is hidden by it: it is not smaller there.
    const isGone = ladder.rows.some(
      (row) => row.width < clear[0]?.width && Math.abs(row[key]) + noise(row) < Math.abs(clear[0][key]),
    );
    if (isGone) return false;
    return (!isCertified && growsAsPower(clear, key)) || growsAsLogarithm(clear, key, noise);
  });
}

/** Share of an exponent, or of a logarithm's rate, that must be left at the next smaller step. */
const KEPT = 0.7;

type Series = 'slope' | 'forward' | 'backward';

/** The exponent stays, or steepens towards small steps; where it flattens the slopes of a bounded loss settle. */
function growsAsPower(rows: readonly Row[], key: Series): boolean {
  if (rows.length < 3) return false;
  const exponents = rows
    .slice(1)
    .map((row, k) => exponentBetween(rows[k].width, Math.abs(rows[k][key]), row.width, Math.abs(row[key])));
  return exponents.every((p, k) => p <= -0.1 && (k === 0 || exponents[k - 1] <= KEPT * p));
}

/** Each factor in h adds about the same to the slope: gaps between neighbours do not shrink towards small steps. */
function growsAsLogarithm(rows: readonly Row[], key: Series, noise: (row: Row) => number): boolean {
  if (rows.length < ROWS_TO_SEE_DIVERGENCE) return false;
  const rates = rows.slice(1).map((row, k) => (rows[k][key] - row[key]) / Math.log(row.width / rows[k].width));
  return rates.every((rate, k) => {
    const isResolved = Math.abs(rows[k][key] - rows[k + 1][key]) > 4 * noise(rows[k]);
    const next = rates[k + 1];
    return (
      isResolved &&
      (next === undefined || (Math.sign(rate) === Math.sign(next) && Math.abs(rate) >= KEPT * Math.abs(next)))
    );
  });
}

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
  const series = ladder.sides === 'both' ? (['slope', 'forward', 'backward'] as const) : (['slope'] as const);
  return series.some((key) => {
    const clear = ladder.rows.filter(
      (row) => row.width <= 2 * entry.scale && Math.abs(row[key]) > 8 * ladder.slopeNoise(row),
    );
    return (!isCertified && growsAsPower(clear, key)) || growsAsLogarithm(clear, key, ladder);
  });
}

type Series = 'slope' | 'forward' | 'backward';

function growsAsPower(rows: readonly Row[], key: Series): boolean {
  if (rows.length < 3) return false;
  return rows.every((row, k) => {
    const next = rows[k + 1];
    return !next || exponentBetween(row.width, Math.abs(row[key]), next.width, Math.abs(next[key])) <= -0.1;
  });
}

/** Each factor in h adds about the same to the slope: gaps between neighbours do not shrink towards small steps. */
function growsAsLogarithm(rows: readonly Row[], key: Series, ladder: Ladder): boolean {
  if (rows.length < ROWS_TO_SEE_DIVERGENCE) return false;
  const rates = rows.slice(1).map((row, k) => (rows[k][key] - row[key]) / Math.log(row.width / rows[k].width));
  return rates.every((rate, k) => {
    const isResolved = Math.abs(rows[k][key] - rows[k + 1][key]) > 4 * ladder.slopeNoise(rows[k]);
    const next = rates[k + 1];
    return (
      isResolved &&
      (next === undefined || (Math.sign(rate) === Math.sign(next) && Math.abs(rate) >= 0.7 * Math.abs(next)))
    );
  });
}

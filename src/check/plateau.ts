import type { Ladder, Row } from '../numdiff/index.js';
import { kinkIsExcluded } from './exclude-kink.js';
import { exponentBetween } from './growth.js';

/**
 * Looks for a window of neighbouring rows over which the gap r_j = claimed − slope_j stays the same.
 *
 * If the claim were right, r_j would have to shrink as 1/h (noise) or grow at least as h (truncation). Only a wrong
 * gradient, or a kink, gives a constant gap; kinks are excluded because both one-sided slopes must reject the claim too,
 * or the gap between them be mere curvature (second difference growing as h²).
 * Only steps well within the entry's typical size count: a loss may vary on a smaller scale than its parameter, and then
 * larger steps show slopes of something else.
 * Returns the mean gap of the lowest such window, or null.
 */
export function findPlateau(
  ladder: Ladder,
  claimed: number,
  claimNoise: number,
  bound: number,
  typicalSize: number,
): number | null {
  const { plateauRatio, plateauRows, stepRatio, localShare, lowestShare, grossGap } = ladder.constants;
  const rows = ladder.rows.filter(({ width }) => width <= typicalSize * localShare);
  const inflated = ladder.inflatedNoise();
  const gaps = rows.map((row) => claimed - row.slope);
  for (let low = 0; low < rows.length && rows[low].width <= typicalSize * lowestShare; low++) {
    for (let high = low + 1; high < rows.length; high++) {
      const window = gaps.slice(low, high + 1);
      const smallest = Math.min(...window.map(Math.abs));
      const largest = Math.max(...window.map(Math.abs));
      const sameSign = window.every((gap) => gap > 0) || window.every((gap) => gap < 0);
      if (!sameSign || largest > plateauRatio * smallest) break;
      const mean = window.reduce((sum, gap) => sum + gap / window.length, 0);
      // Two rows do for a gross gap far above the bound; a small one might still be chance.
      const isGross = Math.abs(mean) > 4 * bound && Math.abs(mean) > grossGap * Math.abs(claimed - mean);
      const needed = isGross ? Math.min(2, plateauRows) : plateauRows;
      // Rows that were put in between lie so close that steps of a staircase can be equal in both.
      const spans = rows[high].width >= (stepRatio / 2) * rows[low].width;
      if (window.length < needed || !spans) continue;
      const resolved = window.every(
        (gap, k) => Math.abs(gap) > 2 * ladder.slopeNoise(rows[low + k], inflated) + claimNoise,
      );
      if (!resolved || curvatureSaturates(ladder, rows.slice(0, high + 1))) continue;
      if (!kinkIsExcluded(ladder, rows.slice(low), rows.slice(low, high + 1), claimed, mean)) continue;
      if (rowsBelowContradict(ladder, rows.slice(0, low), claimed, mean, inflated)) continue;
      return mean;
    }
  }
  return null;
}

/**
 * A second difference that stands out of the noise and hardly grows with the step: from there on the steps are larger
 * than the scale on which the loss varies (a bounded loss, a jump within), and slopes near 0 mean nothing.
 */
function curvatureSaturates(ladder: Ladder, rows: readonly Row[]): boolean {
  // By the noise measured: rows on the far side of a small scale differ as noise does, and would hide themselves.
  const noiseBound = ladder.staircaseNoise();
  const isResolved = (row: Row): boolean => Math.abs(row.second) > 4 * ladder.valueNoise(row, noiseBound);
  return rows.some((row, k) => {
    const next = rows[k + 1];
    if (ladder.sides !== 'both' || !next || !isResolved(row) || !isResolved(next)) return false;
    return (
      exponentBetween(row.width, Math.abs(row.second), next.width, Math.abs(next.second)) <
      ladder.constants.saturatedGrowth
    );
  });
}

/** A smaller step, quiet enough to tell, at which the gap is gone. */
function rowsBelowContradict(
  ladder: Ladder,
  below: readonly Row[],
  claimed: number,
  gap: number,
  inflated: number,
): boolean {
  return below.some((row) => {
    const noise = ladder.slopeNoise(row, inflated);
    return Math.abs(claimed - row.slope - gap) > 2 * noise + Math.abs(gap) / 2;
  });
}

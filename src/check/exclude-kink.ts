import type { Ladder, Row } from '../numdiff/index.js';

/**
 * Whether a gap between claim and central slopes is no work of a kink at or near the point, whose central slope is the
 * mean of the one-sided ones.
 *
 * With the second difference s = J·h + f″·h² of two steps a < b the jump of the slope is
 *   J = (s_a/a − (a/b)·s_b/b)/(1 − a/b),
 * whatever the curvature; the one-sided slopes are the central one ± J/2. The lowest pair is taken whose noise in J, 4η/a,
 * is small against the gap. Where there is none, at one of the steps both one-sided slopes must reject the claim.
 */
export function kinkIsExcluded(
  ladder: Ladder,
  rows: readonly Row[],
  window: readonly Row[],
  claimed: number,
  gap: number,
): boolean {
  if (ladder.sides !== 'both') return true;
  const inflated = ladder.inflatedNoise();
  for (const [k, a] of rows.slice(0, -1).entries()) {
    const b = rows[k + 1];
    const noise = (4 * ladder.valueNoise(a, inflated)) / a.width;
    if (noise > Math.abs(gap) / 4) continue;
    const ratio = a.width / b.width;
    const jump = (a.second / a.width - (ratio * b.second) / b.width) / (1 - ratio);
    return Math.abs(gap) > ladder.constants.outsideKink * (Math.abs(jump) / 2) + noise;
  }
  return window.some((row) => bothSidesReject(row, claimed, gap, 2 * ladder.slopeNoise(row, inflated)));
}

/** Both one-sided slopes lie off the claim to the same side as the central one, by half the gap and more than noise. */
function bothSidesReject(row: Row, claimed: number, gap: number, noise: number): boolean {
  const sides = [claimed - row.forward, claimed - row.backward];
  return sides.every((off) => Math.sign(off) === Math.sign(gap) && Math.abs(off) >= Math.max(Math.abs(gap) / 2, noise));
}

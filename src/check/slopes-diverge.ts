import type { Estimate, Ladder, Row } from '../numdiff/index.js';
import type { EntryProblem } from './entry-problem.js';
import { exponentBetween } from './growth.js';

/** Rows from which a logarithm's divergence is read. */
export const ROWS_TO_SEE_DIVERGENCE = 4;

/**
 * The slopes grow without limit towards small steps, above the noise, as a power of h (√x at 0) or as its logarithm
 * (x·log x at 0). Only steps within the entry's typical size count, and no derivative may have been certified.
 * Whatever one side does shows in the central slope or in the gap between the sides; either of those alone may fall
 * because the loss is flat further out, while the other one settles.
 */
export function slopesDiverge(entry: EntryProblem, ladder: Ladder, estimate: Estimate): boolean {
  const isCertified = estimate.bound <= 0.1 * Math.abs(estimate.value);
  // Noise that falls with the step is what divergence looks like, so only the steps of a staircase are allowed for.
  const noiseBound = ladder.staircaseNoise();
  const series = ladder.sides === 'both' ? [centralSlope, gapOfSlopes] : [centralSlope];
  return series.some((read) => {
    const readings = ladder.rows
      .filter((row) => row.width <= 2 * entry.scale)
      .map((row): Reading => ({
        width: row.width,
        value: read(row),
        noise: (read === centralSlope ? 1 : 4) * ladder.slopeNoise(row, noiseBound),
      }));
    const first = readings.findIndex(isClear);
    if (first < 0) return false;
    // What diverges stands out of the noise at the smallest steps, or is hidden by it: it is not smaller there.
    const isGone = readings
      .slice(0, first)
      .some(({ value, noise }) => Math.abs(value) + noise < Math.abs(readings[first].value));
    if (isGone) return false;
    const clear = readings.filter(isClear);
    const { keptGrowth } = ladder.constants;
    return (!isCertified && growsAsPower(clear, keptGrowth)) || growsAsLogarithm(clear, keptGrowth);
  });
}

interface Reading {
  readonly width: number;
  readonly value: number;
  readonly noise: number;
}

function centralSlope(row: Row): number {
  return row.slope;
}

/** Forward less backward slope; its noise is 4η/h. */
function gapOfSlopes(row: Row): number {
  return row.second / row.width;
}

function isClear({ value, noise }: Reading): boolean {
  return Math.abs(value) > 8 * noise;
}

/**
 * The loss itself moves less with every smaller step (an exponent of −1 is a jump, or a loss that is flat further out),
 * and the exponent stays, or steepens towards small steps; where it flattens, the slopes settle.
 */
function growsAsPower(readings: readonly Reading[], kept: number): boolean {
  if (readings.length < 3) return false;
  const exponents = readings
    .slice(1)
    .map(({ width, value }, k) =>
      exponentBetween(readings[k].width, Math.abs(readings[k].value), width, Math.abs(value)),
    );
  return exponents.every((p, k) => p <= -0.1 && p >= -0.9 && (k === 0 || exponents[k - 1] <= kept * p));
}

/** Each factor in h adds about the same to the slope: gaps between neighbours do not shrink towards small steps. */
function growsAsLogarithm(readings: readonly Reading[], kept: number): boolean {
  if (readings.length < ROWS_TO_SEE_DIVERGENCE) return false;
  const rates = readings
    .slice(1)
    .map(({ width, value }, k) => (readings[k].value - value) / Math.log(width / readings[k].width));
  return rates.every((rate, k) => {
    const isResolved = Math.abs(readings[k].value - readings[k + 1].value) > 4 * readings[k].noise;
    const next = rates[k + 1];
    return (
      isResolved &&
      (next === undefined || (Math.sign(rate) === Math.sign(next) && Math.abs(rate) >= kept * Math.abs(next)))
    );
  });
}

export interface SparklineScale {
  /** Drawn as the lowest block, with everything below. */
  lowest: number;
  /** Drawn as the highest block, with everything above. */
  highest: number;
}

/** Relative errors from rounding level to "entirely wrong"; fixed, so that curves of different rows compare. */
export const RELATIVE_ERROR_SCALE: SparklineScale = { lowest: 1e-12, highest: 1 };

/**
 * Values as blocks of logarithmic height. Zero and negative values have the lowest block, infinity the highest,
 * NaN leaves a gap.
 */
export function drawSparkline(
  values: readonly number[],
  blocks: readonly string[],
  scale: SparklineScale = RELATIVE_ERROR_SCALE,
): string {
  return values.map((value) => pickBlock(value, blocks, scale)).join('');
}

function pickBlock(value: number, blocks: readonly string[], { lowest, highest }: SparklineScale): string {
  if (Number.isNaN(value)) return ' ';
  const top = blocks.length - 1;
  if (value >= highest) return blocks[top];
  if (value <= lowest) return blocks[0];
  const share = Math.log(value / lowest) / Math.log(highest / lowest);
  return blocks[Math.min(top, Math.max(0, Math.round(share * top)))];
}

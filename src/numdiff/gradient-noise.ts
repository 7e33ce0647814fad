import { median } from './floating-point.js';

/** Equispaced points of the line: third differences of seven values, four of them. */
export const GRADIENT_SAMPLES = 7;

/**
 * The rounding noise of each entry of a gradient, from its values at equispaced points of a short line. Third
 * differences of the smooth part vanish as the cube of the spacing; those of noise with deviation σ have variance 20σ².
 * Four differences are few, so no entry is taken for quieter than the median of its block.
 *
 * Source: the difference table of Moré and Wild (2011), applied to each component.
 */
export function gradientNoise(
  samples: readonly Float64Array[],
  blocks: readonly { offset: number; size: number }[],
): Float64Array {
  const sigma = samples[0].map((_, i) => {
    let sum = 0;
    for (let k = 0; k + 3 < samples.length; k++) {
      const third = samples[k + 3][i] - 3 * samples[k + 2][i] + 3 * samples[k + 1][i] - samples[k][i];
      sum += third * third;
    }
    return Math.sqrt(sum / (samples.length - 3) / 20);
  });
  for (const { offset, size } of blocks) {
    const floor = median(Array.from(sigma.subarray(offset, offset + size)).filter(Number.isFinite)) || 0;
    for (let i = offset; i < offset + size; i++)
      sigma[i] = Number.isFinite(sigma[i]) ? Math.max(sigma[i], floor) : floor;
  }
  return sigma;
}

import type { HiddenError } from '../check/low-precision.js';
import type { NoiseLevel } from '../numdiff/index.js';

interface Precision {
  readonly noise: NoiseLevel;
  readonly loss: number;
  readonly isFloat32: boolean;
  readonly lossAccuracy: number;
}

/** What size of error could not have been seen, what hides it, and how to see more. */
export function wordLowPrecision({ path, limit, isByNoise }: HiddenError, precision: Precision): string {
  const { reason, remedy } = isByNoise ? explain(precision) : LOCAL;
  return `errors below ${brief(limit)} of an entry of ${path} could not have been seen: ${reason}; ${remedy}, or check at another point as well (--points 3)`;
}

const LOCAL = {
  reason: 'the differences come no closer, as the loss is rough or bends on small scales there',
  remedy: 'compute it more precisely or rescale it',
};

function explain({ noise, loss, isFloat32, lossAccuracy }: Precision): { reason: string; remedy: string } {
  const size = brief(noise.sigma);
  if (!noise.deterministic)
    return { reason: `the loss spreads by ${size} at equal input`, remedy: 'fix its seed, or average (--average 100)' };
  if (lossAccuracy * Math.abs(loss) > noise.bound)
    return {
      reason: `the loss is accurate to ${lossAccuracy} only (lossAccuracy)`,
      remedy: 'tighten its inner solver',
    };
  if (isFloat32)
    return {
      reason: `the loss is computed in float32, with a noise of ${size} on ${brief(loss)}`,
      remedy: 'evaluate it in float64, take large constants out of it or rescale it',
    };
  return {
    reason: `the loss has a noise of ${size} on ${brief(loss)}`,
    remedy: 'compute it more precisely, take large constants out of it or rescale it',
  };
}

/** Two digits: `0.0055`, `1.5e-5`, `1e11`. */
function brief(value: number): string {
  const [mantissa, exponent] = value.toExponential(1).split('e').map(Number);
  return exponent < -3 || exponent > 5 ? `${mantissa}e${exponent}` : String(Number(value.toPrecision(2)));
}

import { strideOf } from '../describe-region.js';
import type { Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { gradientsOf } from '../words.js';

/** Entries of a line: of fewer the mean is no pattern. */
const LEAST_EXTENT = 3;

/**
 * The mean over an axis is not taken off: n = a − mean(a) along it, as through a softmax, a batch or layer normalisation,
 * or any mean that is subtracted in the loss.
 */
export function detectUncentred(parameter: ParameterEvidence): Finding | null {
  const { shape, size, claimed, claimError, numeric, bound, known } = parameter;
  if (!known.some((i) => Math.abs(numeric[i]) > bound[i])) return null;
  for (const axis of shape.length > 1 ? [...shape.keys(), null] : [null]) {
    const extent = axis === null ? size : shape[axis];
    if (extent < LEAST_EXTENT) continue;
    const stride = axis === null ? 1 : strideOf(shape, axis);
    const line = (i: number): number => (axis === null ? 0 : Math.floor(i / (stride * extent)) * stride + (i % stride));
    const means = new Float64Array(size / extent);
    const errors = new Float64Array(size / extent);
    for (let i = 0; i < size; i++) {
      means[line(i)] += claimed[i] / extent;
      errors[line(i)] += claimError[i] / extent;
    }
    const support = matchClaims(parameter, {
      value: (i) => numeric[i] + means[line(i)],
      error: (i) => bound[i] + errors[line(i)],
      // The means were read from the claims.
      constants: means.length,
    });
    const entries = (support?.entries ?? 0) - means.length;
    if (!support || entries < 1) continue;
    const where =
      axis === null ? 'all entries' : shape.length === 2 ? (axis === 0 ? 'each column' : 'each row') : `axis ${axis}`;
    return {
      code: 'missing-factor',
      parameter,
      key: `uncentred ${shape.length} ${axis}`,
      support: { ...support, entries },
      describe: ({ paths }) =>
        `${gradientsOf(paths)} should have mean 0 over ${where}: the differences are the claim minus its mean; the part of the chain rule that subtracts it (softmax, a normalisation, a centred value) is missing`,
    };
  }
  return null;
}

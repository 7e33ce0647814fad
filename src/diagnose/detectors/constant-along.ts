import { strideOf } from '../describe-region.js';
import { traitOf, type Finding } from '../finding.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { gradientsOf } from '../words.js';

/** Entries along the axis, and lines across it: fewer are equal by accident, or for another reason. */
const LEAST = 2;
const LEAST_ENTRIES = 6;

/**
 * Claims that are one number along an axis where the derivatives differ: the factor that changes along it, mostly the
 * upstream gradient, was left out, or the sum over it was spread out again.
 */
export function detectConstantAlong(parameter: ParameterEvidence): Finding | null {
  const { shape, size, claimed, wrong } = parameter;
  if (shape.length < 2 || size < LEAST_ENTRIES || wrong.length < LEAST_ENTRIES) return null;
  if (claimed.every((value) => value === claimed[0])) return null;
  const axis = shape.findIndex((extent, k) => extent >= LEAST && isConstantAlong(parameter, k));
  if (axis < 0) return null;
  const along = shape.length === 2 ? (axis === 0 ? 'each column' : 'each row') : `axis ${axis}`;
  return {
    code: 'missing-factor',
    parameter,
    key: `constant along ${shape.length} ${axis}`,
    support: traitOf(wrong.length),
    trait: 'strong',
    describe: ({ paths }) =>
      `${gradientsOf(paths)} ${paths.length > 1 ? 'have' : 'has'} one number throughout ${along}, where the differences vary: the factor that changes along it (mostly the gradient that comes from behind) is not multiplied with`,
  };
}

function isConstantAlong({ shape, size, claimed, numeric, bound }: ParameterEvidence, axis: number): boolean {
  const [extent, stride] = [shape[axis], strideOf(shape, axis)];
  let varies = false;
  for (let i = 0; i < size; i++) {
    if (Math.floor(i / stride) % extent === 0) continue;
    const before = i - stride;
    if (claimed[i] !== claimed[before]) return false;
    varies ||= Math.abs(numeric[i] - numeric[before]) > bound[i] + bound[before];
  }
  return varies;
}

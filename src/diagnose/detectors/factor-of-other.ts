import { strideOf } from '../describe-region.js';
import { needsEntries, type Finding } from '../finding.js';
import { matchClaims, type Support } from '../match-claims.js';
import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';
import { be, gradientsOf } from '../words.js';

/** Of some powers, and of the other parameters. */
const CHOICE_BITS = 6;

/**
 * The ratio is another parameter's value: a = n/γ or a = n·γ, entry by entry where the sizes agree, along the axis that γ
 * has the length of (the gain of a normalisation, a scale per channel), or throughout where γ is one number (a
 * temperature, a width σ, which may be squared).
 */
export function detectFactorOfOther(parameter: ParameterEvidence, { parameters }: ModelEvidence): Finding | null {
  for (const other of parameters) {
    if (other === parameter || !isTelling(other)) continue;
    for (const place of placesOf(other, parameter)) {
      for (const power of other.size === 1 ? [-1, 1, -2, 2] : [-1, 1]) {
        const support = matchFactor(parameter, other, place, power);
        if (!support) continue;
        const factor = Math.abs(power) === 1 ? other.path : `${other.path}²`;
        const each = other.size === 1 ? '' : ', entry by entry';
        return {
          code: 'missing-factor',
          parameter,
          key: `factor ${power} ${other.path}`,
          support,
          accepts: needsEntries(2),
          describe: ({ paths }) =>
            power < 0
              ? `${gradientsOf(paths)} ${be(paths)} divided by ${factor}${each}: the factor ${factor} of the chain rule is missing`
              : `${gradientsOf(paths)} ${be(paths)} multiplied with ${factor}${each}: a factor of the chain rule is there twice, or a division by ${factor} is missing`,
        };
      }
    }
  }
  return null;
}

function matchFactor(
  parameter: ParameterEvidence,
  { value }: ParameterEvidence,
  place: (i: number) => number,
  power: number,
): Support | null {
  const { numeric, bound } = parameter;
  const factor = (i: number): number => {
    const v = value[place(i)];
    return v === 0 ? NaN : v ** power;
  };
  return matchClaims(parameter, {
    value: (i) => factor(i) * numeric[i],
    error: (i) => Math.abs(factor(i)) * bound[i],
    choiceBits: CHOICE_BITS,
  });
}

/** How positions of the parameter fall on those of the other. */
function placesOf(other: ParameterEvidence, { size, shape }: ParameterEvidence): ((i: number) => number)[] {
  if (other.size === 1) return [() => 0];
  if (other.size === size) return [(i) => i];
  if (other.shape.length !== 1) return [];
  return shape
    .map((extent, axis) => ({ extent, stride: strideOf(shape, axis) }))
    .filter(({ extent }) => extent === other.size)
    .map(
      ({ extent, stride }) =>
        (i: number) =>
          Math.floor(i / stride) % extent,
    );
}

/** Values that differ; or one that is no plain number, which might be a factor for many a reason. */
function isTelling({ size, value }: ParameterEvidence): boolean {
  if (size > 1) return value.some((x) => Math.abs(x) !== Math.abs(value[0]));
  return value[0] !== 0 && !Number.isInteger(value[0]) && !Number.isInteger(1 / value[0]);
}

import { strideOf } from '../describe-region.js';
import { needsEntries, type Finding } from '../finding.js';
import { matchClaims, type Support } from '../match-claims.js';
import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';

/**
 * The ratio is another parameter's value: a = n/γ or a = n·γ, entry by entry where the sizes agree, or along the axis
 * that γ has the length of (the gain of a normalisation, a scale per channel).
 */
export function detectFactorOfOther(parameter: ParameterEvidence, { parameters }: ModelEvidence): Finding | null {
  for (const other of parameters) {
    if (other === parameter || !isVaried(other.value)) continue;
    for (const place of placesOf(other, parameter)) {
      for (const power of [-1, 1]) {
        const support = matchFactor(parameter, other, place, power);
        if (!support) continue;
        return {
          code: 'missing-factor',
          parameter,
          key: `factor ${power} ${other.path}`,
          support,
          accepts: needsEntries(2),
          describe: ({ paths }) =>
            power < 0
              ? `what belongs to ${paths.join(', ')} is divided by ${other.path}, entry by entry: the factor ${other.path} of the chain rule is missing`
              : `what belongs to ${paths.join(', ')} is multiplied with ${other.path}, entry by entry: a factor of the chain rule is there twice, or a division by ${other.path} is missing`,
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
    choiceBits: 2,
  });
}

/** How positions of the parameter fall on those of the other. */
function placesOf(other: ParameterEvidence, { size, shape }: ParameterEvidence): ((i: number) => number)[] {
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

function isVaried(values: Float64Array): boolean {
  return values.some((value) => Math.abs(value) !== Math.abs(values[0]));
}

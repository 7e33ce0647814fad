import { asSlices, nameSlices } from '../describe-region.js';
import { traitOf, type Finding } from '../finding.js';
import { claimsOf, derivativesOf, fitConstant, matchClaims, type Prediction } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { formatValue } from '../words.js';

/**
 * Whole rows (or columns, …) are wrong and the others right. At the border only: the bounds of a loop, or, with one
 * factor throughout, a normaliser that is another at the edge. Among rows of which some are not used at all, as in a
 * lookup table: those used more than once, overwritten instead of added to.
 */
export function detectWrongSlices(parameter: ParameterEvidence): Finding | null {
  const { shape, numeric, bound, claimed } = parameter;
  if (shape.length < 2) return null;
  const isSilent = (i: number): boolean => Math.abs(numeric[i]) <= bound[i] && !parameter.isWrong(i);
  const slices = asSlices(parameter, parameter.isWrong, isSilent);
  if (!slices) return null;
  const { axis, positions, extent } = slices;
  const where = `${nameSlices(parameter, slices)} of ${parameter.path}`;
  const isEdge = positions.every((k) => k === 0 || k === extent - 1);
  const c = isEdge ? fitConstant(parameter.wrong, claimsOf(parameter), derivativesOf(parameter)) : null;
  const scaled = c && matchClaims(parameter, timesWhereWrong(parameter, c));
  const base = { parameter, support: traitOf(parameter.wrong.length), trait: 'hint' } as const;
  if (scaled && scaled.entries >= 3)
    return {
      ...base,
      code: 'scale',
      key: `edge scale ${parameter.path}`,
      describe: () =>
        `only ${where} ${positions.length > 1 ? 'are' : 'is'} wrong, by the factor ${formatValue(c.value)} throughout: consistent with a divisor (number of neighbours, length of a window) that is another at the edge`,
    };
  if (isEdge)
    return {
      ...base,
      code: 'off-by-one',
      key: `edge ${parameter.path}`,
      describe: () =>
        `only ${where} ${positions.length > 1 ? 'are' : 'is'} wrong, everything else is right: consistent with a loop that begins or ends one too early or too late`,
    };
  const isUnused = axis === 0 && hasUnusedRow(parameter, new Set(positions));
  const isFilled = parameter.right.some((i) => claimed[i] !== 0);
  if (!isUnused || !isFilled) return null;
  return {
    ...base,
    code: 'overwritten',
    key: `rows ${parameter.path}`,
    describe: () =>
      `only ${where} ${positions.length > 1 ? 'are' : 'is'} wrong; other rows are right, and some are not used at all, as in a lookup table: consistent with rows that are used more than once and overwritten where they should be added to`,
  };
}

function timesWhereWrong(parameter: ParameterEvidence, c: { value: number; error: number }): Prediction {
  const { numeric, bound } = parameter;
  return {
    value: (i) => (parameter.isWrong(i) ? c.value * numeric[i] : NaN),
    error: (i) => Math.abs(c.value) * bound[i] + c.error * Math.abs(numeric[i]),
    constants: 1,
  };
}

function hasUnusedRow(
  { size, shape, claimed, numeric, bound }: ParameterEvidence,
  wrong: ReadonlySet<number>,
): boolean {
  const width = size / shape[0];
  return Array.from({ length: shape[0] }, (_, row) => row).some((row) => {
    if (wrong.has(row)) return false;
    for (let i = row * width; i < (row + 1) * width; i++)
      if (claimed[i] !== 0 || !(Math.abs(numeric[i]) <= bound[i])) return false;
    return true;
  });
}

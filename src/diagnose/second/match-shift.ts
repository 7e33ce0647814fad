import type { Diagnosis } from '../../check/report.js';
import { formatValue, listNames } from '../words.js';
import { commonFactor, fits, placesOf, type MatrixEvidence, type Place } from './matrix-evidence.js';

const LEAST_BESIDE = 3;

/**
 * The same amount on entries of the diagonal is the second derivative of a quadratic term, c of ½cΣθ²: left out, or too much;
 * and where all else has one factor, the term has another.
 */
export function matchShift(evidence: MatrixEvidence, wrong: readonly Place[]): Diagnosis | null {
  const { name } = evidence;
  if (wrong.length > 1 && wrong.every(({ i, j }) => i === j)) {
    const shift = commonShift(evidence, wrong, 1);
    if (shift === null) return null;
    const where = listNames(wrong.map(({ i }) => evidence.nameOf(i)));
    const amount = formatValue(Math.abs(shift));
    return {
      code: shift < 0 ? 'missing-term' : 'extra-term',
      path: name,
      message: `${name} is ${amount} too ${shift < 0 ? 'small' : 'large'} on the diagonal for ${where}: a quadratic term, as a regulariser ½·${amount}·θ², ${shift < 0 ? 'is left out of it, or is in it with another factor' : 'is too much in it'}`,
      evidence: wrong.length > 2 ? 'strong' : 'hint',
    };
  }
  const all = placesOf(evidence);
  const beside = all.filter(({ i, j }) => i !== j);
  const factor = beside.length < LEAST_BESIDE ? null : commonFactor(evidence, beside);
  if (factor === null || factor === 1 || factor === 0) return null;
  const diagonal = all.filter(({ i, j, at }) => i === j && !fits(evidence, at, factor));
  const shift = diagonal.length > 1 ? commonShift(evidence, diagonal, factor) : null;
  if (shift === null) return null;
  return {
    code: 'scale',
    path: name,
    message: `${name} is ${formatValue(factor)} times what the differences say, but for a quadratic term on the diagonal for ${listNames(diagonal.map(({ i }) => evidence.nameOf(i)))}, as a regulariser, which is not`,
    evidence: 'strong',
  };
}

/** What claims have beyond factor·numeric in all of the places; null where it is not one amount. */
function commonShift(evidence: MatrixEvidence, places: readonly Place[], factor: number): number | null {
  const { claimed, numeric, bound } = evidence;
  const surest = places.reduce((best, place) => (bound[place.at] < bound[best.at] ? place : best));
  const shift = claimed[surest.at] - factor * numeric[surest.at];
  const slack = 2 * Math.abs(factor) * bound[surest.at];
  const isCommon = places.every(({ at }) =>
    [shift - slack, shift, shift + slack].some((d) => fits(evidence, at, factor, d)),
  );
  return isCommon && Math.abs(shift) > 4 * slack ? shift : null;
}

import type { Diagnosis } from '../../check/report.js';
import { placesOf, type MatrixEvidence, type Place } from './matrix-evidence.js';
import { matchDiagonal, matchRows } from './match-rows.js';
import { matchShift } from './match-shift.js';
import { matchSymmetry } from './match-symmetry.js';

/** Mistakes that only a matrix of second derivatives can have, from its numbers; null where it has none of them. */
export function diagnoseMatrix(evidence: MatrixEvidence): Diagnosis | null {
  const { claimed, verdict } = evidence;
  const wrong = placesOf(evidence).filter(({ at }) => verdict(at) === 'fail');
  if (wrong.length === 0) return null;
  const broken = wrong.filter(({ at }) => !Number.isFinite(claimed[at]));
  if (broken.length > 0) return wordNonFinite(evidence, broken);
  for (const match of [matchDiagonal, matchRows, matchSymmetry, matchShift]) {
    const found = match(evidence, wrong);
    if (found) return found;
  }
  return null;
}

function wordNonFinite({ name, claimed, nameOf }: MatrixEvidence, broken: readonly Place[]): Diagnosis {
  const [{ i, j, at }] = broken;
  const others = broken.length > 1 ? `, as ${broken.length - 1} more of its entries are NaN or infinite` : '';
  return {
    code: 'non-finite',
    path: name,
    message: `${name}[${i},${j}], by ${nameOf(i)} and ${nameOf(j)}, is ${claimed[at]}${others}: look for 0/0, ∞ − ∞, 0·∞, an overflow, or a variable that was never set`,
    evidence: 'strong',
  };
}

/** What is said of a gradient, said of `hessian` or `hvp`: their entries are compared as those of a gradient are. */
export function wordSecond(diagnosis: Diagnosis): Diagnosis {
  const { path, message } = diagnosis;
  return {
    ...diagnosis,
    message: message
      .replaceAll(`the gradient of ${path}`, path)
      .replaceAll('the gradient is 0 in', 'zeros stand in')
      .replaceAll('where the loss does change', 'where the gradient does change'),
  };
}

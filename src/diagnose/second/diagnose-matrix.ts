import type { Diagnosis } from '../../check/report.js';
import { placesOf, type MatrixEvidence } from './matrix-evidence.js';
import { matchDiagonal, matchRows } from './match-rows.js';
import { matchShift } from './match-shift.js';
import { matchSymmetry } from './match-symmetry.js';

/** Mistakes that only a matrix of second derivatives can have, from its numbers; null where it has none of them. */
export function diagnoseMatrix(evidence: MatrixEvidence): Diagnosis | null {
  const { claimed, verdict } = evidence;
  const wrong = placesOf(evidence).filter(({ at }) => verdict(at) === 'fail');
  if (wrong.length === 0 || wrong.some(({ at }) => !Number.isFinite(claimed[at]))) return null;
  for (const match of [matchDiagonal, matchRows, matchSymmetry, matchShift]) {
    const found = match(evidence, wrong);
    if (found) return found;
  }
  return null;
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

import type { Diagnosis } from '../../check/report.js';
import { formatValue } from '../words.js';
import type { MatrixEvidence, Place } from './matrix-evidence.js';

/** Second derivatives are symmetric: where one of a pair is right, it tells what the other should be. */
export function matchSymmetry(evidence: MatrixEvidence, wrong: readonly Place[]): Diagnosis | null {
  const { name, claimed, verdict } = evidence;
  if (!wrong.every(({ i, j, mirror }) => i !== j && verdict(mirror) === 'pass')) return null;
  const side = wrong.every(({ i, j }) => i > j) ? 'below' : wrong.every(({ i, j }) => i < j) ? 'above' : null;
  if (side && wrong.length > 1 && wrong.every(({ at }) => claimed[at] === 0)) {
    const other = side === 'below' ? 'above' : 'below';
    return {
      code: 'zero-gradient',
      path: name,
      message: `${name} is filled on and ${other} the diagonal only: what stands ${side} it is 0, where the differences are not; it is symmetric, so that H[i][j] is H[j][i]`,
      evidence: 'strong',
    };
  }
  const [{ i, j, at, mirror }] = wrong;
  const others = wrong.length > 1 ? `, and so in ${wrong.length - 1} more of such pairs` : '';
  return {
    code: 'single-entry',
    path: name,
    message: `${name} is not symmetric: [${i},${j}], by ${evidence.nameOf(i)} and ${evidence.nameOf(j)}, is ${formatValue(claimed[at])}, but [${j},${i}], which is the same second derivative, is ${formatValue(claimed[mirror])} and right${others}`,
    evidence: 'strong',
  };
}

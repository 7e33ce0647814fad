import type { Diagnosis } from '../../check/report.js';
import { formatValue, listNames } from '../words.js';
import { commonFactor, isClear, placesOf, type MatrixEvidence, type Place } from './matrix-evidence.js';

/** Rows that all have the same factor, 0 where they were never filled; also with their columns. */
export function matchRows(evidence: MatrixEvidence, wrong: readonly Place[]): Diagnosis | null {
  const all = placesOf(evidence);
  const size = new Set(all.map(({ i }) => i)).size;
  const rows = new Set(wrong.map(({ i }) => i));
  if (rows.size < size) {
    const factor = commonFactor(
      evidence,
      all.filter(({ i }) => rows.has(i)),
    );
    if (factor !== null) return word(evidence, [...rows], factor, 'rows');
  }
  const crossed = new Set(wrong.filter(({ i, j }) => i === j).map(({ i }) => i));
  const inCross = ({ i, j }: Place): boolean => crossed.has(i) || crossed.has(j);
  if (crossed.size === 0 || crossed.size === size || !wrong.every(inCross)) return null;
  const factor = commonFactor(evidence, all.filter(inCross));
  return factor === null ? null : word(evidence, [...crossed], factor, 'rows and columns');
}

/** Nothing beside the diagonal was filled. */
export function matchDiagonal(evidence: MatrixEvidence, wrong: readonly Place[]): Diagnosis | null {
  const { name, claimed } = evidence;
  const beside = placesOf(evidence).filter(({ i, j }) => i !== j);
  if (wrong.length < 2 || wrong.some(({ i, j }) => i === j) || !beside.every(({ at }) => claimed[at] === 0))
    return null;
  const missing = wrong.filter(({ at }) => isClear(evidence, at)).length;
  return {
    code: 'zero-gradient',
    path: name,
    message: `${name} is filled on the diagonal only: the mixed second derivatives beside it are 0, where ${missing} of the differences are not`,
    evidence: 'strong',
  };
}

function word({ name, nameOf }: MatrixEvidence, rows: readonly number[], factor: number, what: string): Diagnosis {
  const kind = rows.length === 1 ? what.replaceAll(/s\b/g, '') : what;
  const where = `the ${kind} of ${listNames(rows.map(nameOf))}`;
  const tell = (code: string, message: string): Diagnosis => ({ code, path: name, message, evidence: 'strong' });
  if (factor === 0)
    return tell(
      'zero-gradient',
      `${where} in ${name} ${rows.length === 1 && what === 'rows' ? 'is' : 'are'} 0, where the differences are not: never filled; the others are right`,
    );
  if (factor === -1) return tell('sign-flip', `the sign is wrong in ${where} of ${name}; the others are right`);
  return tell(
    'scale',
    `${name} is ${formatValue(factor)} times what the differences say in ${where}; the others are right`,
  );
}

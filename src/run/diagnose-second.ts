import type { Diagnosis } from '../check/report.js';
import { diagnoseMatrix, wordSecond } from '../diagnose/second/diagnose-matrix.js';
import { nameFlatEntry } from '../model/name-flat-entry.js';
import type { TreeLayout } from '../model/tree-layout.js';
import { diagnoseModel } from './diagnose-model.js';
import type { PreparedModel } from './prepare-model.js';
import type { SecondResult } from './second-request.js';

/** The mistake in an export `hessian` or `hvp` that is wrong. */
export async function diagnoseSecond(
  claim: SecondResult,
  { dtype, data, layout }: PreparedModel,
): Promise<readonly Diagnosis[]> {
  // What depends on earlier calls, or on the direction, shows in its numbers as well, but not why.
  if (claim.mismatch) return [claim.mismatch];
  const ofMatrix = claim.claimed ? diagnoseMatrix(evidenceOf(claim, layout)) : null;
  if (ofMatrix) return [ofMatrix];
  const { diagnoses } = await diagnoseModel(
    { ...claim.examined, verdict: 'fail', points: [claim.point], habit: 'pure', dtype, data, warnings: [], known: [] },
    { asked: true },
  );
  return diagnoses.map(wordSecond);
}

function evidenceOf({ name, examined }: SecondResult, layout: TreeLayout): Parameters<typeof diagnoseMatrix>[0] {
  const { entries } = examined.result;
  return {
    name,
    size: layout.size,
    claimed: examined.problem.claimed,
    numeric: entries.numeric,
    bound: entries.bound,
    verdict: (index) => entries.verdict(index),
    nameOf: (row) => nameFlatEntry(layout, row),
  };
}

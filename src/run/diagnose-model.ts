import type { PointProblem, PointResult } from '../check/check-point.js';
import type { Diagnosis, Dtype, ModelReport, PointReport, Warning } from '../check/report.js';
import {
  diagnoseNumbers,
  findCause,
  findNonFinite,
  rankDiagnoses,
  sizesInSight,
  type Cause,
} from '../diagnose/index.js';
import type { GradientHabit } from './observe-gradient.js';

/** What a check of a model found, and what it was made of. */
export interface Examined {
  /** The point at which the gradient is wrong, if it is; else the model's own. */
  readonly problem: PointProblem;
  readonly result: PointResult;
  readonly verdict: ModelReport['verdict'];
  readonly points: readonly PointReport[];
  readonly habit: GradientHabit;
  readonly dtype: Dtype;
  readonly data: unknown;
  readonly warnings: readonly Warning[];
  /** Diagnoses that are certain already. */
  readonly known: readonly Diagnosis[];
}

/** Which mistake is behind a failure (unless nobody asks), and what a failure or a warning goes back to. */
export function diagnoseModel(examined: Examined, asked = true): Cause & Pick<ModelReport, 'diagnoses'> {
  const { problem, verdict, known, points, warnings, data } = examined;
  const diagnoses = verdict === 'fail' && asked ? rankDiagnoses(known, diagnoseNumbers(evidenceOf(examined))) : [];
  const cause = findCause({
    verdict,
    points,
    warnings,
    diagnoses: diagnoses.length > 0 ? diagnoses : known,
    nonFiniteData: verdict === 'pass' ? null : findNonFinite(data),
    isNonFiniteAtZero: problem.claimed.every((claim, i) => Number.isFinite(claim) || problem.point[i] === 0),
  });
  return { ...cause, diagnoses };
}

function evidenceOf({ problem, result, habit, dtype, data }: Examined): Parameters<typeof diagnoseNumbers>[0] {
  const { layout, point, claimed, claimNoise, rule } = problem;
  const { entries } = result;
  return {
    layout,
    point,
    claimed,
    claimNoise: claimNoise?.map((deviation) => rule.noiseFactor * deviation),
    numeric: entries.numeric,
    bound: entries.bound,
    verdict: (i) => entries.verdict(i),
    sizesInSight: sizesInSight(layout, data),
    dtype,
    habit,
  };
}

import type { PointProblem, PointResult } from '../check/point-problem.js';
import type { Diagnosis, Dtype, ModelReport, PointReport, Warning } from '../check/report.js';
import { findCause, type Cause } from '../diagnose/find-cause.js';
import { findNonFinite } from '../diagnose/find-non-finite.js';
import type { ExactRefusal } from './find-mistakes.js';
import type { GradientHabit } from './observe-calls.js';
import type { ExperimentRunner } from './open-experiments.js';
import type { TraceRequest } from './trace-mistake.js';

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
  /** Runs experiments on the model; absent where nothing more is to be evaluated. */
  readonly experiments?: ExperimentRunner;
  /** `params`, where the gradient is right there and wrong at the point of the problem. */
  readonly rightAt?: Float64Array;
  /** The parameters whose gradient changed from call to call, and the share of a running sum that is kept. */
  readonly changing?: readonly string[];
  readonly keptShare?: number;
}

/** What exact derivatives of the loss take; absent where there is no code to instrument. */
export type ExactSource = Omit<TraceRequest, 'problem' | 'noise'>;

export type Explanation = Cause & Pick<ModelReport, 'diagnoses'> & { readonly refusal?: ExactRefusal };

/** Which mistake is behind a failure (unless nobody asks, or it was found already), and what a failure or a warning goes back to. */
export async function diagnoseModel(
  examined: Examined,
  { asked = true, exact, found }: { asked?: boolean; exact?: ExactSource; found?: readonly Diagnosis[] },
): Promise<Explanation> {
  const { problem, verdict, known, points, warnings, data } = examined;
  // What tells mistakes apart is much code, which a warning does not need.
  const { diagnoses, refusal } =
    verdict === 'fail' && asked && !found
      ? await (await import('./find-mistakes.js')).findMistakes(examined, exact)
      : { diagnoses: [...(found ?? [])], refusal: undefined };
  const cause = findCause({
    verdict,
    points,
    warnings,
    diagnoses: diagnoses.length > 0 ? diagnoses : known,
    nonFiniteData: verdict === 'pass' ? null : findNonFinite(data),
    isNonFiniteAtZero: problem.claimed.every((claim, i) => Number.isFinite(claim) || problem.point[i] === 0),
  });
  return { ...cause, diagnoses, refusal };
}

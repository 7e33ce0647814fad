import type { Diagnosis } from '../check/report.js';
import { countPoints, hasFailure } from '../check/summarize.js';
import { GradcheckError } from '../errors.js';
import type { Conduct } from '../model/objective.js';
import { createRandom } from '../numdiff/index.js';
import { checkClaims, type ClaimsResult } from './check-claims.js';
import { compareLosses } from './compare-losses.js';
import type { ObservedGradient } from './observe-calls.js';
import { observeGradient, observeLateGradient } from './observe-gradient.js';
import type { PreparedModel } from './prepare-model.js';

/** What the check at `params` came to, and what was noticed about the functions there. */
export interface OwnPointResult extends ClaimsResult {
  readonly loss: number;
  readonly observed: ObservedGradient;
  readonly mismatch?: Diagnosis;
  /** The gradient was another after the check than before. */
  readonly changesLate: boolean;
  /** As it was before any other point. */
  readonly conduct: Conduct;
}

/** Checks the gradient at `params`. Throws what keeps it from being checked. */
export async function checkOwnPoint(prepared: PreparedModel): Promise<OwnPointResult> {
  const { objective, layout, point, settings, judging } = prepared;
  const loss = await objective.loss(point);
  if (!Number.isFinite(loss)) {
    throw new GradcheckError(
      'non-finite-loss',
      `the loss is ${loss} at the point given by params, so there is nothing to difference`,
      { hint: 'check at a point inside the domain of the loss' },
    );
  }
  const observed = await observeGradient(objective, layout, point, loss, settings, createRandom(judging.seed));
  const { claimed, alternative, spread } = observed;
  const other = await compareLosses(objective, point, loss, claimed);
  const early = await checkClaims(prepared, { point, loss }, [
    { name: 'params', gradient: claimed, spread },
    ...(alternative ? [{ name: 'params (another call)', gradient: alternative, spread }] : []),
    ...(other.gradient ? [{ name: 'params (lossAndGradient)', gradient: other.gradient, spread }] : []),
  ]);
  const late =
    isSound(early) && observed.habit === 'pure' ? await observeLateGradient(objective, point, claimed) : null;
  const result = late
    ? joinClaims(
        early,
        await checkClaims(prepared, { point, loss }, [{ name: 'params (after the check)', gradient: late }]),
      )
    : early;
  const conduct = { ...objective.conduct };
  const { checked, inconclusive } = countPoints(result.points);
  if (conduct.thrown > 0 && inconclusive === checked)
    throw new GradcheckError('user-error', 'loss threw at every point near params', { cause: conduct.firstThrown });
  return { ...result, loss, observed, mismatch: other.mismatch, changesLate: late !== null, conduct };
}

function isSound({ points }: ClaimsResult): boolean {
  return !hasFailure(points);
}

/** Claims that were all sound, and later ones at the same place. */
function joinClaims(early: ClaimsResult, late: ClaimsResult): ClaimsResult {
  return {
    points: [...early.points, ...late.points],
    coarse: early.coarse + late.coarse,
    setupEvaluations: early.setupEvaluations + late.setupEvaluations,
    noise: early.noise,
    examined: isSound(late) ? early.examined : late.examined,
  };
}

import { checkPoint, measurePointNoise } from '../check/check-point.js';
import type { PointProblem, PointResult } from '../check/point-problem.js';
import type { PointReport } from '../check/report.js';
import { hasFailure } from '../check/summarize.js';
import type { LossAt } from '../model/objective.js';
import { createRandom, drive, type NoiseLevel } from '../numdiff/index.js';
import { measureGradientNoise } from './measure-gradient-noise.js';
import type { PreparedModel } from './prepare-model.js';
import { problemAt } from './problem-at.js';

/** A point and the loss there. */
export interface Place {
  readonly point: Float64Array;
  readonly loss: number;
}

/** A gradient that some function of the model gave at a place. */
export interface Claim {
  /** Where and by what, as reports say it. */
  readonly name: string;
  readonly gradient: Float64Array;
  /** Largest difference between calls at the same point, where the loss varies too. */
  readonly spread?: Float64Array;
}

/** What checking the claims made at one place came to. */
export interface ClaimsResult {
  readonly points: PointReport[];
  /** Decided entries whose bound is above a tenth of their scale. */
  readonly coarse: number;
  readonly setupEvaluations: number;
  readonly noise: NoiseLevel;
  /** The claim that failed, or the first, and what its check came to. */
  readonly examined: Examined;
}

/** A claim and what checking it came to, entry by entry. */
export interface Examined {
  readonly problem: PointProblem;
  readonly result: PointResult;
}

/** Checks the claims made at one place, in order; later ones are looked at only while those before them pass. */
export async function checkClaims(
  prepared: PreparedModel,
  place: Place,
  [first, ...others]: readonly [Claim, ...Claim[]],
): Promise<ClaimsResult> {
  let examined = await checkClaim(prepared, place, first);
  const { result } = examined;
  const points: PointReport[] = [{ name: first.name, loss: place.loss, parameters: result.parameters }];
  let { coarse, setupEvaluations } = result;
  for (const claim of others) {
    if (hasFailure(points)) break;
    const examinedNext = await checkClaim(prepared, place, claim);
    const next = examinedNext.result;
    points.push({ name: claim.name, loss: place.loss, parameters: next.parameters });
    coarse += next.coarse;
    setupEvaluations += next.setupEvaluations;
    if (hasFailure(points)) examined = examinedNext;
  }
  return { points, coarse, setupEvaluations, noise: result.noise, examined };
}

/** Checks one claim: all selected entries, or only those picked by their place in the flat vector. */
export async function checkClaim(
  prepared: PreparedModel,
  { point, loss }: Place,
  { name, gradient, spread }: Claim,
  picks?: (index: number) => boolean,
): Promise<Examined> {
  const { objective, layout, settings, judging, sampled, references, progress, method } = prepared;
  const measured = await measureGradientNoise(objective, layout, point, gradient, settings, createRandom(judging.seed));
  const problem: PointProblem = {
    ...problemAt(prepared, point, loss, gradient),
    claimNoise: largerOf(spread, measured),
    picks: picks ?? sampled,
    onEntries: picks ? undefined : progress?.countEntries(method.entries),
    maxEvaluations: method.maxEvaluations,
    mayGoOn: picks ? undefined : prepared.mayGoOn,
  };
  const lossAt = objective.lossAround(point);
  const isAlong = method.kind === 'directional';
  if (picks) return { problem, result: await drive(checkPoint(problem), lossAt) };
  const told = (isDirectional: boolean): Pick<PointProblem, 'onParameter'> => ({
    onParameter: progress?.at({ point: name, loss, method: isDirectional ? 'directional' : 'full' }),
  });
  if (!references)
    return { problem, result: await driveMethod({ ...problem, ...told(isAlong) }, isAlong, prepared, lossAt) };
  const before = objective.lossEvaluations;
  const noise = await drive(measurePointNoise(problem), lossAt);
  const setupEvaluations = objective.lossEvaluations - before;
  const reference = await references.at(problem, noise, lossAt);
  const random = createRandom(judging.seed);
  const isDirectional = isAlong && !reference;
  const known = { ...problem, ...told(isDirectional), random, noise, reference };
  const result = await driveMethod(known, isDirectional, prepared, lossAt);
  return { problem, result: { ...result, setupEvaluations } };
}

async function driveMethod(
  problem: PointProblem,
  isAlong: boolean,
  { judging: { seed }, objective, spreader }: PreparedModel,
  lossAt: LossAt,
): Promise<PointResult> {
  if (!isAlong && spreader && problem.reference?.mode !== 'ad') return spreader.check(problem, objective, lossAt);
  if (!isAlong) return drive(checkPoint(problem), lossAt);
  const { checkAlong } = await import('../check/directional/check-along.js');
  return drive(checkAlong({ ...problem, seed }), lossAt);
}

function largerOf(a: Float64Array | undefined, b: Float64Array | null): Float64Array | undefined {
  if (!a || !b) return a ?? b ?? undefined;
  return a.map((value, i) => Math.max(value, b[i]));
}

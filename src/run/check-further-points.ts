import type { Diagnosis, PointReport, SkippedPoint } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import type { Objective } from '../model/objective.js';
import { checkClaims, type Claim, type Place } from './check-claims.js';
import { compareLosses } from './compare-losses.js';
import type { FurtherPoint } from './list-points.js';
import type { PreparedModel } from './prepare-model.js';

/** A point at which the gradient was checked. */
export interface CheckedPoint extends Place {
  readonly isGiven: boolean;
  readonly points: PointReport[];
  readonly coarse: number;
}

/** What checking points other than `params` came to. */
export interface FurtherResult {
  readonly checked: CheckedPoint[];
  readonly skipped: SkippedPoint[];
  readonly mismatch?: Diagnosis;
  readonly setupEvaluations: number;
  /** What kept the rest from being checked. */
  readonly error?: unknown;
}

/** Calls of the gradient from which its spread is taken, where it varies from call to call. */
const CALLS = 3;

/** Checks the gradient at each of the points; ends at the first at which it cannot be checked. */
export async function checkFurtherPoints(
  prepared: PreparedModel,
  further: Iterable<FurtherPoint>,
  varies: boolean,
): Promise<FurtherResult> {
  const { objective } = prepared;
  const checked: CheckedPoint[] = [];
  const skipped: SkippedPoint[] = [];
  let mismatch: Diagnosis | undefined;
  let setupEvaluations = 0;
  try {
    for (const at of further) {
      const loss = await lossAt(objective, at);
      if (typeof loss !== 'number') {
        skipped.push(loss);
        continue;
      }
      const { name, point, isGiven } = at;
      const { claims, mismatch: other } = await collectClaims(objective, { point, loss }, name, varies);
      mismatch ??= other;
      const result = await checkClaims(prepared, { point, loss }, claims);
      setupEvaluations += result.setupEvaluations;
      checked.push({ point, loss, isGiven, points: result.points, coarse: result.coarse });
    }
  } catch (error) {
    return { checked, skipped, mismatch, setupEvaluations, error };
  }
  return { checked, skipped, mismatch, setupEvaluations };
}

/** The loss at a point, or why the point is skipped: a point that nobody named may lie outside the domain of the loss. */
async function lossAt(objective: Objective, { name, point, isGiven }: FurtherPoint): Promise<number | SkippedPoint> {
  let loss: number;
  try {
    loss = await objective.loss(point);
  } catch (error) {
    if (isGiven || !(error instanceof GradcheckError) || error.code !== 'user-error') throw atPoint(error, name);
    const { cause } = error.details;
    return { name, reason: 'loss-threw', found: cause instanceof Error ? cause.message : String(cause) };
  }
  if (Number.isFinite(loss)) return loss;
  if (!isGiven) return { name, reason: 'non-finite-loss', found: String(loss) };
  throw new GradcheckError('non-finite-loss', `the loss is ${loss} at ${name}, so there is nothing to difference`, {
    hint: 'take the point out of `points`, or move it into the domain of the loss',
  });
}

async function collectClaims(
  objective: Objective,
  { point, loss }: Place,
  name: string,
  varies: boolean,
): Promise<{ claims: [Claim, ...Claim[]]; mismatch?: Diagnosis }> {
  try {
    const { gradient } = await objective.gradient(point);
    const spread = varies ? await measureSpread(objective, point, gradient) : undefined;
    const other = await compareLosses(objective, point, loss, gradient);
    const beside = other.gradient ? [{ name: `${name} (lossAndGradient)`, gradient: other.gradient, spread }] : [];
    const mismatch = other.mismatch && { ...other.mismatch, message: `at ${name}: ${other.mismatch.message}` };
    return { claims: [{ name, gradient, spread }, ...beside], mismatch };
  } catch (error) {
    throw atPoint(error, name);
  }
}

async function measureSpread(objective: Objective, point: Float64Array, first: Float64Array): Promise<Float64Array> {
  const spread = new Float64Array(first.length);
  for (let call = 1; call < CALLS; call++) {
    const { gradient } = await objective.gradient(point);
    for (let i = 0; i < spread.length; i++) spread[i] = Math.max(spread[i], Math.abs(gradient[i] - first[i]));
  }
  return spread;
}

function atPoint(error: unknown, name: string): unknown {
  if (!(error instanceof GradcheckError)) return error;
  return new GradcheckError(error.code, `${error.message} at ${name}`, error.details);
}

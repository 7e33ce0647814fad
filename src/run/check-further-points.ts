import type { Diagnosis, SkippedPoint } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import type { Objective } from '../model/objective.js';
import { checkClaims, type Claim, type ClaimsResult, type Place } from './check-claims.js';
import { compareLosses } from './compare-losses.js';
import type { FurtherPoint } from './list-points.js';
import type { PreparedModel } from './prepare-model.js';

/** A point at which the gradient was checked. */
export interface CheckedPoint extends Place, ClaimsResult {
  readonly isGiven: boolean;
  readonly mismatch?: Diagnosis;
}

/** What checking points other than `params` came to. */
export interface FurtherResult {
  readonly checked: CheckedPoint[];
  readonly skipped: SkippedPoint[];
  /** The first thing that kept a point from being checked. */
  readonly error?: unknown;
}

/** Calls of the gradient from which its spread is taken, where it varies from call to call. */
const CALLS = 3;

/** Checks the gradient at each of the points. One at which that cannot be done does not keep the others from it. */
export async function checkFurtherPoints(
  prepared: PreparedModel,
  further: Iterable<FurtherPoint>,
  varies: boolean,
): Promise<FurtherResult> {
  const checked: CheckedPoint[] = [];
  const skipped: SkippedPoint[] = [];
  const errors: unknown[] = [];
  for (const at of further) {
    if (prepared.mayGoOn && !prepared.mayGoOn()) break;
    try {
      const outcome = await checkFurtherPoint(prepared, at, varies);
      if ('found' in outcome) skipped.push(outcome);
      else checked.push(outcome);
    } catch (error) {
      errors.push(error);
    }
  }
  return { checked, skipped, error: errors[0] };
}

async function checkFurtherPoint(
  prepared: PreparedModel,
  at: FurtherPoint,
  varies: boolean,
): Promise<CheckedPoint | SkippedPoint> {
  const { name, point, isGiven } = at;
  const loss = await lossAt(prepared.objective, at);
  if (typeof loss !== 'number') return loss;
  const { claims, mismatch } = await collectClaims(prepared.objective, { point, loss }, name, varies);
  const result = await checkClaims(prepared, { point, loss }, claims);
  return { ...result, point, loss, isGiven, mismatch };
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

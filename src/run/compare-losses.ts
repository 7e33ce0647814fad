import type { Diagnosis } from '../check/report.js';
import type { Objective } from '../model/objective.js';

/** Two losses that are computed in a different order agree to this. */
const LOSS_ROUNDING = 1e-9;
/** Two gradients that are computed in a different order agree to this. */
const GRADIENT_ROUNDING = 1e-12;

/** What `lossAndGradient` says that the functions beside it do not. */
export interface OtherAnswer {
  readonly mismatch?: Diagnosis;
  readonly gradient?: Float64Array;
}

/**
 * Where `lossAndGradient` stands beside `loss` its loss must agree, to the last bits; where it stands beside `gradient`
 * its gradient is returned if it differs by more than rounding, to be checked as well.
 */
export async function compareLosses(
  objective: Objective,
  point: Float64Array,
  loss: number,
  claimed: Float64Array,
): Promise<OtherAnswer> {
  if (!objective.hasSeparateLosses) return {};
  const other = await objective.lossAndGradient(point);
  const isFar = other.gradient.some(
    (value, i) => !(Math.abs(value - claimed[i]) <= GRADIENT_ROUNDING * Math.abs(claimed[i])),
  );
  const gradient = objective.hasSeparateGradients && isFar ? other.gradient : undefined;
  if (Math.abs(other.loss - loss) <= LOSS_ROUNDING * Math.max(Math.abs(loss), Math.abs(other.loss)))
    return { gradient };
  const message = `lossAndGradient returns the loss ${other.loss}, loss returns ${loss}: they differ, so the gradient may be right for another loss than the one that is checked`;
  return { mismatch: { code: 'loss-mismatch', path: '', message, evidence: 'exact' }, gradient };
}

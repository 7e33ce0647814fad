import { describeChoice } from '../describe-choice.js';
import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';
import type { NamedDiagnosis } from '../rank-diagnoses.js';
import type { Experimenting } from './experiment.js';
import { findHidingDesign } from './find-hiding-design.js';
import { findKeptPoint } from './find-kept-point.js';
import { findOverPoints } from './find-over-points.js';

export interface ExperimentRequest {
  readonly model: ModelEvidence;
  /** The parameters in which the numbers at one point show no known mistake. */
  readonly open: readonly ParameterEvidence[];
  /** `params`, where the gradient is right there and wrong at the point of the evidence. */
  readonly rightAt?: Float64Array;
  readonly random: () => number;
}

/** Evaluates the gradient at points that are chosen for what they tell of the mistake. */
export function* experimentOnMistake({
  model,
  open,
  rightAt,
  random,
}: ExperimentRequest): Experimenting<NamedDiagnosis[]> {
  const kept = rightAt && (yield* findKeptPoint(model, rightAt));
  if (kept) return [kept];
  const found: NamedDiagnosis[] = [];
  const withoutNames = (): ParameterEvidence[] =>
    open.filter(({ path }) => !found.some((one) => (one.paths ?? [one.path]).includes(path)));
  const choices = yield* findOverPoints(model, open, random);
  for (const diagnosis of choices.flatMap(describeChoice))
    found.push({ ...diagnosis, message: `at several points alike, ${diagnosis.message}` });
  // Each round names something, or is the last.
  for (let left = withoutNames(); left.length > 0; left = withoutNames()) {
    const hidden = yield* findHidingDesign(model, left, random);
    if (!hidden) break;
    found.push(hidden);
  }
  return found;
}

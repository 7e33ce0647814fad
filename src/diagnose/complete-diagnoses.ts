import { describeNeighbours } from './describe-neighbours.js';
import { describeUnknown } from './describe-unknown.js';
import type { ModelEvidence, ParameterEvidence } from './parameter-evidence.js';
import { spokenFor, type NamedDiagnosis } from './rank-diagnoses.js';
import { joinSentences } from './words.js';

/** Wrong parameters for which no name has been found. */
export function unspokenFor(diagnoses: readonly NamedDiagnosis[], { parameters }: ModelEvidence): ParameterEvidence[] {
  const isNamed = spokenFor(diagnoses);
  return parameters.filter(({ path, wrong }) => wrong.length > 0 && !isNamed(path));
}

/** Every wrong parameter is spoken for: by a name, or by `unknown`, which says what is known all the same. */
export function completeDiagnoses(diagnoses: readonly NamedDiagnosis[], model: ModelEvidence): NamedDiagnosis[] {
  const named = diagnoses.filter(({ isOpen }) => !isOpen);
  const left = unspokenFor(named, model);
  if (left.length === 0) return named;
  const unknown = describeUnknown(left, model);
  const neighbours = named.length === 0 ? describeNeighbours(model) : undefined;
  return [...named, { ...unknown, message: joinSentences(unknown.message, neighbours) }];
}

import type { ModelEvidence, ParameterEvidence } from './parameter-evidence.js';
import { be, listNames } from './words.js';

/**
 * Which parameters are right, and what that says of the place of the mistake: a wrong factor in a backward pass spoils
 * all parameters before it (towards the input) and none behind it. Undefined where all are wrong, or there is but one.
 */
export function describeNeighbours({ parameters }: ModelEvidence): string | undefined {
  const wrong = parameters.filter(isWrong);
  const right = parameters.filter((parameter) => !isWrong(parameter) && parameter.right.length > 0);
  if (right.length === 0 || wrong.length === 0) return undefined;
  const names = listNames(right.map(({ path }) => path));
  const firstRight = parameters.indexOf(right[0]);
  const lastWrong = parameters.indexOf(wrong[wrong.length - 1]);
  const isSplit = wrong.length > 1 && right.length > 1 && lastWrong < firstRight;
  return isSplit
    ? `${names} are right, everything before ${right[0].path} is wrong: in a model listed from input to output the mistake is where the signal passes back from ${right[0].path} to ${wrong[wrong.length - 1].path}`
    : `${names} ${be(right)} right`;
}

function isWrong({ wrong, nonFinite }: ParameterEvidence): boolean {
  return wrong.length > 0 || nonFinite.length > 0;
}

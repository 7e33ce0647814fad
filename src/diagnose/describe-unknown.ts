import { describeRegion } from './describe-region.js';
import { extremes } from './extremes.js';
import type { ModelEvidence, ParameterEvidence } from './parameter-evidence.js';
import type { NamedDiagnosis } from './rank-diagnoses.js';
import { formatValue, joinSentences, listNames } from './words.js';

const PARAMETERS_TOLD = 3;

/** What can be said of wrong parameters in which no known mistake shows. */
export function describeUnknown(parameters: readonly ParameterEvidence[], model: ModelEvidence): NamedDiagnosis {
  const told = parameters.slice(0, PARAMETERS_TOLD).map(describeParameter);
  const rest = parameters.slice(PARAMETERS_TOLD).map(({ path }) => path);
  const isAllWrong = model.parameters.length > 1 && model.parameters.every(({ wrong }) => wrong.length > 0);
  return {
    code: 'unknown',
    path: parameters[0].path,
    paths: parameters.map(({ path }) => path),
    message: joinSentences(
      beginningOf(parameters),
      ...told,
      rest.length > 0 ? `the same holds of ${listNames(rest)}` : undefined,
      describeSums(parameters),
      isAllWrong
        ? 'no parameter is right: the mistake is at the end of the loss, which all of them share, or the gradient is that of another loss'
        : undefined,
    ),
    evidence: 'hint',
    isOpen: true,
  };
}

/** Fewer wrong numbers than these fit too many mistakes. */
const TELLING_ENTRIES = 3;

function beginningOf(parameters: readonly ParameterEvidence[]): string {
  const entries = parameters.reduce((sum, { wrong }) => sum + wrong.length, 0);
  if (entries >= TELLING_ENTRIES) return 'no known mistake gives these numbers';
  return `${entries === 1 ? 'one wrong number does' : 'two wrong numbers do'} not tell one mistake from another`;
}

function describeParameter(parameter: ParameterEvidence): string {
  const what = `${describeRegion(parameter, parameter.wrong)} ${parameter.wrong.length > 1 ? 'are' : 'is'} wrong`;
  return `${what}, ${describeRatio(parameter)}`;
}

/** The ratio of claim and derivative, and how far they point the same way. */
function describeRatio({ wrong, claimed, numeric, bound }: ParameterEvidence): string {
  const telling = wrong.filter((i) => Math.abs(numeric[i]) > bound[i]);
  if (telling.length === 0) return `though the loss does not change with ${wrong.length > 1 ? 'them' : 'it'}`;
  const ratio = extremes(telling, (i) => claimed[i] / numeric[i]);
  if (telling.length === 1) return `${formatValue(ratio.least, 5)} times what it should be`;
  const [least, most] = [ratio.least, ratio.most].map((value) => formatValue(value, 3));
  const sum = (f: (i: number) => number): number => telling.reduce((total, i) => total + f(i), 0);
  const cosine =
    sum((i) => claimed[i] * numeric[i]) / Math.sqrt(sum((i) => claimed[i] ** 2) * sum((i) => numeric[i] ** 2));
  return `${least} to ${most} times what they should be (cosine ${formatValue(cosine, 2)})`;
}

/** Derivatives that sum to 0, as behind a softmax or a mean that is subtracted, and claims that do not. */
function describeSums(parameters: readonly ParameterEvidence[]): string | undefined {
  const paths = parameters.filter(hasLostItsSum).map(({ path }) => path);
  if (paths.length === 0) return undefined;
  return `what belongs to ${listNames(paths)} sums to 0, the claim does not: a part of the derivative of a softmax, a normalisation or a subtracted mean is missing`;
}

function hasLostItsSum({ known, size, claimed, claimError, numeric, bound }: ParameterEvidence): boolean {
  if (known.length < size || size < 3) return false;
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + Math.abs(value), 0);
  const [total, claim] = [numeric, claimed].map((values) => values.reduce((all, value) => all + value, 0));
  const isZero = Math.abs(total) <= sum(bound) && sum(numeric) > 1e3 * sum(bound);
  return isZero && Math.abs(claim) > sum(claimError) + 2 * sum(bound);
}

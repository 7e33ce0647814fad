import { strideOf } from '../describe-region.js';
import type { Finding } from '../finding.js';
import {
  claimsOf,
  derivativesOf,
  fitConstant,
  matchClaims,
  type Constant,
  type Prediction,
  type Support,
} from '../match-claims.js';
import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';
import { listNames } from '../words.js';

/** The factors of the slices along an axis. */
interface SliceFactors {
  readonly axis: number;
  readonly factors: readonly (Constant | null)[];
  readonly support: Support;
}

/**
 * A factor for each slice along an axis: a = c_k·n with c depending on the position k along one axis only, as when the
 * upstream gradient, or the derivative of the layer's output, was left out. A vector fits by itself whatever it is; it
 * counts where it carries the factors of a matrix beside it.
 */
export function detectSliceFactor(parameter: ParameterEvidence, { parameters }: ModelEvidence): Finding | null {
  const own = sliceFactors(parameter);
  if (own) return finding(parameter, own, parameter.path);
  if (parameter.shape.length !== 1) return null;
  for (const other of parameters) {
    const found = other.wrong.length > 0 && other !== parameter ? sliceFactors(other) : null;
    if (!found || found.factors.length !== parameter.size) continue;
    const support = matchClaims(
      parameter,
      timesFactors(parameter, found.factors, (i) => i),
    );
    if (support) return finding(parameter, { ...found, support }, other.path);
  }
  return null;
}

function finding(parameter: ParameterEvidence, { axis, factors, support }: SliceFactors, path: string): Finding {
  return {
    code: 'missing-factor',
    parameter,
    key: `slices of ${path} along ${axis}`,
    support,
    isAmbiguous: isOuterProduct(parameter),
    describe: ({ paths, findings }) => {
      const matrix = findings.find((one) => one.parameter.shape.length > 1)!.parameter;
      const per = matrix.shape.length === 2 ? ['row', 'column'][axis] : `position along axis ${axis}`;
      const range = factors.filter((c) => c !== null).map((c) => c.value);
      const span = `from ${Math.min(...range).toPrecision(3)} to ${Math.max(...range).toPrecision(3)}`;
      const same = paths.length > 1 ? ', the same in all of them' : '';
      return `what belongs to ${listNames(paths)} carries one wrong factor for each ${per} (${span}${same}): the factor that belongs to ${matrix.shape.length === 2 ? (axis === 0 ? 'that row' : 'that column') : 'that position'} in the chain rule is missing, or another stands in its place`;
    },
  };
}

function sliceFactors(parameter: ParameterEvidence): SliceFactors | null {
  const { shape, wrong, numeric, bound } = parameter;
  if (shape.length < 2) return null;
  for (let axis = 0; axis < shape.length; axis++) {
    const [extent, stride] = [shape[axis], strideOf(shape, axis)];
    const place = (i: number): number => Math.floor(i / stride) % extent;
    const members = Array.from({ length: extent }, (): number[] => []);
    for (const i of parameter.known) if (Math.abs(numeric[i]) > bound[i]) members[place(i)].push(i);
    const factors = members.map((entries) => fitConstant(entries, claimsOf(parameter), derivativesOf(parameter)));
    if (!areSeveral(factors)) continue;
    const support = matchClaims(parameter, timesFactors(parameter, factors, place));
    // One entry of each slice gave its factor, and confirms nothing.
    const wrongSlices = new Set(wrong.map(place)).size;
    const entries = (support?.entries ?? 0) - wrongSlices;
    if (support && entries > 0) return { axis, factors, support: { ...support, entries, constants: wrongSlices } };
  }
  return null;
}

/**
 * A gradient u·vᵀ, as of one sample: whatever is wrong with u is then a factor for each row. Compares all 2 × 2 minors
 * that hold the largest entry.
 */
function isOuterProduct({ shape, numeric, bound, known }: ParameterEvidence): boolean {
  const columns = shape[shape.length - 1];
  const top = known.reduce((best, i) => (Math.abs(numeric[i]) > Math.abs(numeric[best]) ? i : best), known[0]);
  const [row, column] = [Math.floor(top / columns), top % columns];
  return known.every((i) => {
    const [a, b] = [row * columns + (i % columns), Math.floor(i / columns) * columns + column];
    const minor = numeric[top] * numeric[i] - numeric[a] * numeric[b];
    const error =
      Math.abs(numeric[top]) * bound[i] +
      Math.abs(numeric[i]) * bound[top] +
      Math.abs(numeric[a]) * bound[b] +
      Math.abs(numeric[b]) * bound[a];
    return !(Math.abs(minor) > 2 * error);
  });
}

/** At least two factors that differ by more than their errors: one for all would be a scale. */
function areSeveral(factors: readonly (Constant | null)[]): boolean {
  const known = factors.filter((c) => c !== null);
  return known.some((c) => Math.abs(c.value - known[0].value) > c.error + known[0].error);
}

function timesFactors(
  { numeric, bound }: ParameterEvidence,
  factors: readonly (Constant | null)[],
  place: (i: number) => number,
): Prediction {
  const at = (i: number): Constant => factors[place(i)] ?? { value: NaN, error: NaN };
  return {
    value: (i) => at(i).value * numeric[i],
    error: (i) => Math.abs(at(i).value) * bound[i] + at(i).error * (Math.abs(numeric[i]) + bound[i]),
  };
}

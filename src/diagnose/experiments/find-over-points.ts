import { chooseFindings, type Choice } from '../choose-findings.js';
import { detectAdditiveTerm } from '../detectors/additive-term.js';
import { detectConstantError } from '../detectors/constant-error.js';
import { detectCopied } from '../detectors/copied.js';
import { detectFactorOfOther } from '../detectors/factor-of-other.js';
import { detectLinkFactor } from '../detectors/link-factor.js';
import { detectOwnMultiple } from '../detectors/own-multiple.js';
import { detectScaleBesideTerm } from '../detectors/scale-beside-term.js';
import { detectScale } from '../detectors/scale.js';
import { detectSignFlip } from '../detectors/sign-flip.js';
import { detectZeroGradient } from '../detectors/zero-gradient.js';
import type { Detector } from '../finding.js';
import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';
import type { Experimenting, Outcome } from './experiment.js';

/** Points beside the model's own. */
const POINTS = 4;
/** A parameter with more entries tells enough at one point. */
const MOST_ENTRIES = 6;
/** Parameters that are looked at together. */
const MOST_PARAMETERS = 8;

/** Patterns that hold entry by entry, so that entries of several points can be taken together. */
const DETECTORS: readonly Detector[] = [
  detectZeroGradient,
  detectCopied,
  detectSignFlip,
  detectFactorOfOther,
  detectScale,
  detectLinkFactor,
  detectAdditiveTerm,
  detectConstantError,
  detectOwnMultiple,
  detectScaleBesideTerm,
];

interface Place {
  readonly point: Float64Array;
  readonly outcome: Outcome;
}

/**
 * One or two numbers do not tell one mistake from another; the same numbers at some more points do. Each parameter is
 * laid out over the points (one axis more), and the patterns that hold entry by entry are looked for in that.
 */
export function* findOverPoints(
  model: ModelEvidence,
  open: readonly ParameterEvidence[],
  random: () => number,
): Experimenting<Choice[]> {
  const few = open.filter(({ size }) => size <= MOST_ENTRIES).slice(0, MOST_PARAMETERS);
  if (few.length === 0) return [];
  // What stands in for another parameter's gradient must be known as well.
  const looked = model.parameters.filter(
    (parameter) => few.includes(parameter) || few.some(({ size }) => size === parameter.size),
  );
  const entries = looked
    .slice(0, 2 * MOST_PARAMETERS)
    .flatMap(({ leaf }) => Array.from({ length: leaf.size }, (_, i) => leaf.offset + i));
  const places: Place[] = [];
  for (let k = 0; k < POINTS; k++) {
    const point = moved(model, random);
    const outcome = yield { point, entries };
    if (outcome) places.push({ point, outcome });
  }
  if (places.length < POINTS / 2) return [];
  return chooseFindings(layOut(model, few, places), DETECTORS).choices;
}

/** Every entry between half and one and a half times what it was; one that is 0 within (−½, ½). */
function moved({ evidence }: ModelEvidence, random: () => number): Float64Array {
  return evidence.point.map((x) => (x === 0 ? random() - 0.5 : x * (0.5 + random())));
}

/** The model with its points along the first axis of each parameter. Only the parameters looked at count as wrong. */
function layOut(model: ModelEvidence, looked: readonly ParameterEvidence[], places: readonly Place[]): ModelEvidence {
  return { ...model, parameters: model.parameters.map((one) => stack(one, looked.includes(one), places)) };
}

function stack(parameter: ParameterEvidence, isLooked: boolean, places: readonly Place[]): ParameterEvidence {
  const { leaf, size, claimed, claimError, numeric, bound, value } = parameter;
  const part = (array: Float64Array): Float64Array => array.subarray(leaf.offset, leaf.offset + size);
  const join = (own: Float64Array, at: (place: Place) => Float64Array): Float64Array => {
    const all = new Float64Array(size * (places.length + 1));
    all.set(own);
    places.forEach((place, k) => all.set(at(place), (k + 1) * size));
    return all;
  };
  const all = {
    value: join(value, ({ point }) => part(point)),
    claimed: join(claimed, ({ outcome }) => part(outcome.claimed)),
    numeric: join(numeric, ({ outcome }) => part(outcome.numeric)),
    bound: join(bound, ({ outcome }) => part(outcome.bound)),
    claimError: join(claimError, ({ outcome }) => part(outcome.claimed).map((claim, i) => roundingOf(claim, i))),
  };
  function roundingOf(claim: number, i: number): number {
    return claimed[i] === 0 ? claimError[i] : Math.max(claimError[i], Math.abs((claim / claimed[i]) * claimError[i]));
  }
  const known = [...all.value.keys()].filter((i) =>
    [all.claimed[i], all.numeric[i], all.bound[i]].every((x) => Number.isFinite(x)),
  );
  const differs = (i: number): boolean =>
    Math.abs(all.claimed[i] - all.numeric[i]) >
    all.bound[i] + all.claimError[i] + 1e-5 * Math.max(Math.abs(all.claimed[i]), Math.abs(all.numeric[i]));
  const wrong = isLooked ? known.filter(differs) : [];
  const mask = new Set(wrong);
  return {
    ...parameter,
    ...all,
    shape: [places.length + 1, ...parameter.shape],
    size: all.value.length,
    known,
    wrong,
    isWrong: (i) => mask.has(i),
    right: known.filter((i) => !mask.has(i)),
    nonFinite: [],
  };
}

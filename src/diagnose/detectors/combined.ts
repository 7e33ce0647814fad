import { needsEntries, type Finding } from '../finding.js';
import { fitPair, fitSingle, type Fit } from '../fit-combination.js';
import { listIngredients, type Ingredient } from '../ingredients.js';
import { matchClaims, type Constant } from '../match-claims.js';
import { nameFactor } from '../name-factor.js';
import type { ModelEvidence, ParameterEvidence } from '../parameter-evidence.js';
import { be, formatValue, gradientsOf } from '../words.js';

/** Entries that one fitted constant, and two of them, leave enough of to speak; and where nothing was fitted. */
const LEAST_SINGLE = 4;
const LEAST_PAIR = 6;
const LEAST_PLAIN = 3;

/**
 * The claim is made of something else, or of two things: a = c·b, or a = c·n + d·b, where b is the block transposed or
 * shifted, another parameter's gradient, or another parameter. Two mistakes at once look like that, and a share that was
 * added to the wrong sum.
 */
export function detectCombined(parameter: ParameterEvidence, model: ModelEvidence): Finding | null {
  if (parameter.wrong.length < LEAST_PLAIN) return null;
  const ingredients = listIngredients(parameter, model);
  for (const one of ingredients.filter(({ isGradient }) => isGradient)) {
    const fit = fitSingle(parameter, one);
    const found = fit && asFinding(parameter, model, one, fit, ingredients.length);
    if (found) return found;
  }
  for (const one of ingredients) {
    const fit = fitPair(parameter, one);
    const found = fit && asFinding(parameter, model, one, fit, ingredients.length);
    if (found) return found;
  }
  return null;
}

function asFinding(
  parameter: ParameterEvidence,
  model: ModelEvidence,
  ingredient: Ingredient,
  fit: Fit,
  choices: number,
): Finding | null {
  const { own, other } = fit;
  // One of the two alone is told by detectors of its own.
  if (isZero(other) || (own ? isZero(own) : isOne(other))) return null;
  const found = matchClaims(parameter, { ...fit.prediction, choiceBits: Math.log2(2 * choices) });
  if (!found) return null;
  const isExpected = nameFactor(other, model).isNamed || isOne(other);
  // What was fitted says nothing: two constants take away two entries, but for those that were to be expected.
  const fitted = Number(!isExpected) + Number(own !== null && !isOne(own));
  const support = { ...found, bits: found.bits - fitted * found.most, constants: 0 };
  const base = { parameter, support, accepts: needsEntries(leastOf(own, fitted)) };
  return own ? mixture(base, ingredient, own, other) : replaced(base, model, ingredient, other);
}

function leastOf(own: Constant | null, fitted: number): number {
  if (own === null) return LEAST_SINGLE;
  return fitted === 0 ? LEAST_PLAIN : LEAST_PAIR;
}

type Base = Pick<Finding, 'parameter' | 'support' | 'accepts'>;

/** Two mistakes: something else stands here, and a factor is wrong as well. */
function replaced(base: Base, model: ModelEvidence, { code, key, replaces }: Ingredient, c: Constant): Finding {
  const isSign = isOne({ ...c, value: -c.value });
  const { name, reason } = nameFactor(c, model);
  const factor = isSign ? 'the negative of it' : `${name} times that`;
  return {
    ...base,
    code,
    key: `${key} times ${formatValue(c.value, 3)}`,
    describe: ({ paths }) => `${gradientsOf(paths)} ${be(paths)} ${replaces}, and ${factor}: two mistakes at once`,
    also: {
      code: isSign ? 'sign-flip' : 'scale',
      words: ({ paths }) =>
        isSign
          ? `beside that, the sign of ${gradientsOf(paths)} is lost`
          : `beside that, ${gradientsOf(paths)} ${be(paths)} ${name} times too large${reason ? `; ${reason}` : ''}`,
    },
  };
}

/** A share of something else is in the sum. */
function mixture(base: Base, { code, key, name, isTurned }: Ingredient, own: Constant, other: Constant): Finding {
  const isHalves = isTurned && [own, other].every(({ value, error }) => Math.abs(value - 0.5) <= error);
  const times = (c: Constant, what: string): string => (isOne(c) ? what : `${formatValue(c.value, 4)} times ${what}`);
  return {
    ...base,
    code: isHalves ? code : other.value < 0 && !isTurned ? 'missing-term' : 'extra-term',
    key: `mixed ${key} ${formatValue(own.value, 3)} ${formatValue(other.value, 3)}`,
    // A mixture with two odd numbers in it may be some third thing.
    isAmbiguous: !isOne(own) && !isHalves,
    describe: ({ paths }) =>
      isHalves
        ? `${gradientsOf(paths)} ${be(paths)} the mean of the right one and ${name}: made symmetric, though the loss is not`
        : `${gradientsOf(paths)} ${be(paths)} ${times(own, 'the right one')} plus ${times(other, name)}: a share that does not belong there is added to it`,
  };
}

function isZero({ value, error }: Constant): boolean {
  return Math.abs(value) <= error;
}

function isOne({ value, error }: Constant): boolean {
  return Math.abs(value - 1) <= error;
}

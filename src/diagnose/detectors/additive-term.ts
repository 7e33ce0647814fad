import { needsEntries, type Finding } from '../finding.js';
import { errorsOf, fitConstant, matchClaims, type Measured, type Prediction } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { formatValue, gradientsOf, listNames } from '../words.js';

/** The gradient of an additive term, up to its coefficient. */
interface Term {
  readonly name: string;
  readonly gradient: (x: number) => number;
  /** The error a − n in words, and the term, for a coefficient and the parameters' name. */
  readonly words: (c: number, path: string) => { error: string; term: string };
  /** Needs values of different size: else it cannot be told from a simpler one. */
  readonly needsSizes: boolean;
}

const TERMS: readonly Term[] = [
  {
    name: 'square',
    gradient: (x) => x,
    words: (c, path) => ({
      error: `${formatValue(c)} times the parameter`,
      term: `an L2 regulariser ½·λ·Σ${path}² with λ = ${formatValue(Math.abs(c))}`,
    }),
    needsSizes: true,
  },
  {
    name: 'modulus',
    gradient: Math.sign,
    words: (c, path) => ({
      error: `${formatValue(c)} times the sign of the parameter`,
      term: `an L1 regulariser λ·Σ|${path}| with λ = ${formatValue(Math.abs(c))}`,
    }),
    needsSizes: false,
  },
  {
    name: 'cube',
    gradient: (x) => x ** 3,
    words: (c, path) => ({
      error: `${formatValue(c)} times the cube of the parameter`,
      term: `a term c·Σ${path}⁴ with c = ${formatValue(Math.abs(c) / 4)}`,
    }),
    needsSizes: true,
  },
];

/**
 * The error is the gradient of one term: a − n = c·θ for a regulariser ½λΣθ² (c = −λ left out, +λ in the gradient
 * alone), c·sign(θ) for λΣ|θ|. Needs values that are not all of one size.
 */
export function detectAdditiveTerm(parameter: ParameterEvidence): Finding | null {
  for (const term of TERMS) {
    const { value } = parameter;
    if (!hasVariety(value, term.needsSizes)) continue;
    const basis: Measured = { value: (i) => term.gradient(value[i]), error: () => 0 };
    const found = matchTerm(parameter, basis);
    if (!found) continue;
    const { c, support } = found;
    const isMissing = c.value < 0;
    return {
      code: isMissing ? 'missing-term' : 'extra-term',
      parameter,
      key: `term ${term.name}`,
      constant: c,
      support,
      accepts: needsEntries(3),
      describe: ({ paths, constant }) => {
        const words = term.words(constant!.value, paths.length === 1 ? paths[0] : 'w');
        return isMissing
          ? `${gradientsOf(paths)} lack${paths.length > 1 ? '' : 's'} ${words.term}: the error of each entry is ${words.error}; the loss has that term (or more of it) in ${listNames(paths)}, the gradient does not`
          : `${gradientsOf(paths)} hold${paths.length > 1 ? '' : 's'} ${words.term} too much: the error of each entry is ${words.error}; the gradient has a term that the loss has not (or less of it)`;
      },
    };
  }
  return null;
}

/** Fits a − n = c·g and says how well that holds. */
export function matchTerm(parameter: ParameterEvidence, basis: Measured) {
  const c = fitConstant(parameter.wrong, errorsOf(parameter), basis);
  if (!c || c.value === 0) return null;
  const { numeric, bound } = parameter;
  const prediction: Prediction = {
    value: (i) => numeric[i] + c.value * basis.value(i),
    error: (i) => bound[i] + c.error * Math.abs(basis.value(i)),
    constants: 1,
  };
  const support = matchClaims(parameter, prediction);
  return support && { c, support };
}

/** Values of different size, or (for signs) of both signs. */
function hasVariety(value: Float64Array, needsSizes: boolean): boolean {
  const nonzero = value.filter((x) => x !== 0);
  return needsSizes
    ? nonzero.some((x) => Math.abs(x) !== Math.abs(nonzero[0]))
    : nonzero.some((x) => Math.sign(x) !== Math.sign(nonzero[0]));
}

import { needsEntries, type Finding } from '../finding.js';
import { matchClaims, type Prediction } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { be, gradientsOf, listNames } from '../words.js';

/** A function of the parameter that a loss goes through, by its derivative. */
interface Link {
  readonly derivative: (x: number) => number;
  /** The factor in words, for a parameter of that name. */
  readonly factor: (path: string) => string;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Derivatives g′ of the ways in which a parameter enters: itself squared, exp (a log-scale), log, root, squashed. */
const LINKS: readonly Link[] = [
  { derivative: Math.exp, factor: (p) => `exp(${p})` },
  { derivative: (x) => x, factor: (p) => p },
  { derivative: (x) => 1 / x, factor: (p) => `1/${p}` },
  { derivative: (x) => 2 * x, factor: (p) => `2·${p}` },
  { derivative: (x) => 3 * x * x, factor: (p) => `3·${p}²` },
  { derivative: (x) => x * x, factor: (p) => `${p}²` },
  { derivative: (x) => 0.5 / Math.sqrt(x), factor: (p) => `1/(2√${p})` },
  { derivative: sigmoid, factor: (p) => `sigmoid(${p})` },
  { derivative: (x) => sigmoid(x) * (1 - sigmoid(x)), factor: (p) => `sigmoid′(${p})` },
  { derivative: (x) => 1 - Math.tanh(x) ** 2, factor: (p) => `1 − tanh²(${p})` },
  { derivative: (x) => -1 / (x * x), factor: (p) => `−1/${p}²` },
  { derivative: Math.cos, factor: (p) => `cos(${p})` },
];

/** Entries that are needed: fewer fit one of so many functions too easily. */
const LEAST = 3;

/**
 * The ratio is a function of the parameter's own value: a = n/g′(θ), so that the claim is the derivative with respect to
 * g(θ) (a log-scale, a square, a squashed value), or a = n·g′(θ), so that the factor stands there once too often.
 */
export function detectLinkFactor(parameter: ParameterEvidence): Finding | null {
  for (const { derivative, factor } of LINKS) {
    for (const isMissing of [true, false]) {
      const support = matchClaims(parameter, timesLink(parameter, isMissing ? (x) => 1 / derivative(x) : derivative));
      if (!support) continue;
      return {
        code: 'missing-factor',
        parameter,
        key: `link ${factor('x')} ${isMissing}`,
        support,
        accepts: needsEntries(LEAST),
        describe: ({ paths }) => {
          const what = factor(paths.length > 1 ? 'x' : paths[0]);
          const each = paths.length > 1 ? `, x being each entry of ${listNames(paths)}` : ', entry by entry';
          return isMissing
            ? `${gradientsOf(paths)} ${be(paths)} short of the factor ${what}${each}: it is taken with respect to the value that is computed from the parameter, and the chain rule stops there`
            : `${gradientsOf(paths)} ${paths.length > 1 ? 'have' : 'has'} the factor ${what} too much${each}: a factor of the chain rule is there twice, or its inverse is missing`;
        },
      };
    }
  }
  return null;
}

function timesLink({ value, numeric, bound }: ParameterEvidence, link: (x: number) => number): Prediction {
  const factorAt = (i: number): number => {
    const factor = link(value[i]);
    return Number.isFinite(factor) ? factor : NaN;
  };
  // The functions themselves are good to a few units of roundoff.
  return {
    value: (i) => factorAt(i) * numeric[i],
    error: (i) => Math.abs(factorAt(i)) * (bound[i] + 2 ** -48 * Math.abs(numeric[i])),
    choiceBits: Math.log2(2 * LINKS.length),
  };
}

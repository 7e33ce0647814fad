import { needsEntries, type Finding } from '../finding.js';
import { matchClaims, type Prediction } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { be, gradientsOf, listNames } from '../words.js';

/** A function g of the parameter that a loss goes through. */
interface Link {
  readonly derivative: (x: number) => number;
  /** g′ in words, for a parameter of that name. */
  readonly factor: (path: string) => string;
  /** g in words. */
  readonly inner: (path: string) => string;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const link = (derivative: Link['derivative'], factor: Link['factor'], inner: Link['inner']): Link => ({
  derivative,
  factor,
  inner,
});

/** The ways in which parameters enter: a log-scale, a logarithm, powers, a root, squashed. */
const LINKS: readonly Link[] = [
  link(
    Math.exp,
    (p) => `exp(${p})`,
    (p) => `exp(${p})`,
  ),
  link(
    (x) => 1 / x,
    (p) => `1/${p}`,
    (p) => `log(${p})`,
  ),
  link(
    (x) => 2 * x,
    (p) => `2·${p}`,
    (p) => `${p}²`,
  ),
  link(
    (x) => x,
    (p) => p,
    (p) => `½·${p}²`,
  ),
  link(
    (x) => 3 * x * x,
    (p) => `3·${p}²`,
    (p) => `${p}³`,
  ),
  link(
    (x) => x * x,
    (p) => `${p}²`,
    (p) => `⅓·${p}³`,
  ),
  link(
    (x) => 0.5 / Math.sqrt(x),
    (p) => `1/(2√${p})`,
    (p) => `√${p}`,
  ),
  link(
    (x) => -1 / (x * x),
    (p) => `−1/${p}²`,
    (p) => `1/${p}`,
  ),
  link(
    (x) => sigmoid(x) * (1 - sigmoid(x)),
    (p) => `σ(${p})(1 − σ(${p}))`,
    (p) => `the sigmoid of ${p}`,
  ),
  link(
    (x) => 1 - Math.tanh(x) ** 2,
    (p) => `1 − tanh²(${p})`,
    (p) => `tanh(${p})`,
  ),
  link(
    sigmoid,
    (p) => `σ(${p})`,
    (p) => `softplus(${p})`,
  ),
  link(
    Math.cos,
    (p) => `cos(${p})`,
    (p) => `sin(${p})`,
  ),
];

/** Entries that are needed: fewer fit one of so many functions too easily. */
const LEAST = 3;

/**
 * The ratio is a function of the parameter's own value: a = n/g′(θ), so that the claim is the derivative with respect to
 * g(θ) (a log-scale, a square, a squashed value), or a = n·g′(θ), so that the factor stands there once too often.
 */
export function detectLinkFactor(parameter: ParameterEvidence): Finding | null {
  for (const isMissing of [true, false]) {
    for (const { derivative, factor, inner } of LINKS) {
      const support = matchClaims(parameter, timesLink(parameter, isMissing ? (x) => 1 / derivative(x) : derivative));
      if (!support) continue;
      return {
        code: 'missing-factor',
        parameter,
        key: `link ${factor('x')} ${isMissing}`,
        support,
        accepts: needsEntries(LEAST),
        describe: ({ paths }) => {
          const x = paths.length > 1 ? 'x' : paths[0];
          const each = paths.length > 1 ? `, x being each entry of ${listNames(paths)}` : ', entry by entry';
          return isMissing
            ? `${gradientsOf(paths)} ${be(paths)} short of the factor ${factor(x)}${each}: it is taken with respect to ${inner(x)}, and the chain rule stops there`
            : `${gradientsOf(paths)} ${paths.length > 1 ? 'have' : 'has'} the factor ${factor(x)} too much${each}: a factor of the chain rule is there twice, or its inverse is missing`;
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

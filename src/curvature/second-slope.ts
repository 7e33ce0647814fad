import { ulp, type Asking, type Probe } from '../numdiff/index.js';
import { entryAt, freeSide, largestStep, type HessianDomain } from './hessian-domain.js';
import { firstDifference, secondDifference, type Stencil } from './stencil.js';

/** A pair of entries whose second derivative is asked for, and what is known of the loss. */
export interface SlopeRequest {
  /** Places among the active entries. */
  readonly a: number;
  readonly b: number;
  readonly loss: number;
  readonly noise: number;
  readonly roundoff: number;
}

/** A second difference of the loss at one step. */
export interface SecondRow {
  /** The step in units of the entries. */
  readonly width: number;
  readonly value: number;
  /** Bound on the noise of the value. */
  readonly noise: number;
  /** f(x + d) − f(x − d) for the d of the stencil, one or the two diagonals; none where it goes to one side. */
  readonly odd: readonly number[];
  /** Bound on the noise of each of them. */
  readonly oddNoise: number;
}

/** The largest step that bounds leave room for, in units of the entries; a power of two. */
export function largestSecondStep(domain: HessianDomain, { a, b }: Pick<SlopeRequest, 'a' | 'b'>): number {
  const rooms = [a, b].map((k) => {
    const i = domain.active[k];
    return largestStep(domain, i, secondDifference(1).reach) / domain.scales[i];
  });
  return 2 ** Math.floor(Math.log2(Math.min(...rooms)));
}

/**
 * (f₊ − 2f₀ + f₋)/h² for one entry, the product of two first differences, (f₊₊ − f₊₋ − f₋₊ + f₋₋)/4hᵢhⱼ, for two.
 * @param step in units of the entries
 */
export function* secondSlope(
  domain: HessianDomain,
  { a, b, loss, noise, roundoff }: SlopeRequest,
  step: number,
): Asking<SecondRow> {
  const [i, j] = [domain.active[a], domain.active[b]];
  const [hi, hj] = [step * domain.scales[i], step * domain.scales[j]];
  const terms = i === j ? alongOne(domain, i, hi) : alongTwo(domain, [i, hi], [j, hj]);
  const asked = terms.filter(({ point }) => point !== null);
  const answers = yield asked.map(({ point }): Probe => ({ point: point! }));
  let value = 0;
  let largest = Math.abs(loss);
  let weights = 0;
  const found = terms.map((term) => (term.point === null ? loss : answers[asked.indexOf(term)]));
  terms.forEach((term, k) => {
    value += term.weight * found[k];
    largest = Math.max(largest, Math.abs(found[k]));
    weights += Math.abs(term.weight);
  });
  const noiseOfOne = Math.max(noise, ulp(largest, roundoff));
  const odd = oppositesOf(terms).map(([p, q]) => found[p] - found[q]);
  return { width: step, value, noise: weights * noiseOfOne, odd, oddNoise: 2 * noiseOfOne };
}

interface Term {
  /** null: the point itself. */
  readonly point: Float64Array | null;
  readonly weight: number;
  /** Multiples of the steps. */
  readonly at: readonly number[];
}

function alongOne(domain: HessianDomain, i: number, h: number): Term[] {
  const { nodes } = secondDifference(freeSide(domain, i, h));
  return nodes.map(({ at, weight }) => ({
    point: at === 0 ? null : domain.point.with(i, entryAt(domain, i, at * h)),
    weight: weight / h / h,
    at: [at],
  }));
}

function alongTwo(domain: HessianDomain, [i, hi]: [number, number], [j, hj]: [number, number]): Term[] {
  const first: Stencil = firstDifference(freeSide(domain, i, hi));
  const second: Stencil = firstDifference(freeSide(domain, j, hj));
  return first.nodes.flatMap((p) =>
    second.nodes.map((q) => ({
      point:
        p.at === 0 && q.at === 0
          ? null
          : domain.point.with(i, entryAt(domain, i, p.at * hi)).with(j, entryAt(domain, j, q.at * hj)),
      weight: ((p.weight / hi) * q.weight) / hj,
      at: [p.at, q.at],
    })),
  );
}

/** Pairs of terms on opposite sides of the point, if all of them have one. */
function oppositesOf(terms: readonly Term[]): [number, number][] {
  const pairs = terms.flatMap(({ at }, p): [number, number][] => {
    const q = terms.findIndex((other) => other.at.every((multiple, k) => multiple === -at[k]));
    return q > p ? [[p, q]] : [];
  });
  const away = terms.filter(({ point }) => point !== null).length;
  return 2 * pairs.length === away ? pairs : [];
}

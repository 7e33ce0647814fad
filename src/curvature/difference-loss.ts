import { boundLadder, ulp, type Asking, type Probe } from '../numdiff/index.js';
import { boundNorm, type HessianEstimate } from './hessian-estimate.js';
import { entryAt, freeSide, largestStep, type HessianDomain } from './hessian-domain.js';
import { firstDifference, secondDifference, type Stencil } from './stencil.js';

/** Steps in units of the entries; the best for a smooth loss in float64 is about the fourth root of its rounding, 2⁻¹³. */
const STEPS = [2 ** -15, 2 ** -12, 2 ** -9];
const STEPS_FLOAT32 = [2 ** -8, 2 ** -6, 2 ** -4];

/**
 * The Hessian by second differences of the loss alone: (f₊ − 2f₀ + f₋)/h² on the diagonal, beside it the product of two
 * first differences, (f₊₊ − f₊₋ − f₋₊ + f₋₋)/4hᵢhⱼ. Each at three steps, whose change bounds the truncation.
 * @param noise bound on the error of one value of the loss
 */
export function* differenceLoss(
  domain: HessianDomain,
  loss: number,
  noise: number,
  roundoff: number,
): Asking<HessianEstimate> {
  const size = domain.active.length;
  const values = new Float64Array(size * size);
  const bounds = new Float64Array(size * size);
  const steps = roundoff > 2 ** -40 ? STEPS_FLOAT32 : STEPS;
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      const rows = [];
      for (const step of steps) rows.push(yield* secondSlope(domain, { a, b, step, loss, noise, roundoff }));
      const found = boundLadder(rows.filter(({ value }) => Number.isFinite(value)));
      values[a * size + b] = values[b * size + a] = found.value;
      bounds[a * size + b] = bounds[b * size + a] = found.bound;
    }
  }
  return { matrix: { size, values }, asymmetry: 0, errorNorm: (weights) => boundNorm(size, bounds, weights) };
}

interface SlopeRequest {
  /** Places among the active entries. */
  readonly a: number;
  readonly b: number;
  /** In units of the entries. */
  readonly step: number;
  readonly loss: number;
  readonly noise: number;
  readonly roundoff: number;
}

function* secondSlope(
  domain: HessianDomain,
  { a, b, step, loss, noise, roundoff }: SlopeRequest,
): Asking<{ width: number; value: number; noise: number }> {
  const [i, j] = [domain.active[a], domain.active[b]];
  const [hi, hj] = [stepOf(domain, i, step), stepOf(domain, j, step)];
  const terms = i === j ? alongOne(domain, i, hi) : alongTwo(domain, [i, hi], [j, hj]);
  const asked = terms.filter(({ point }) => point !== null);
  const answers = yield asked.map(({ point }): Probe => ({ point: point! }));
  let value = 0;
  let largest = Math.abs(loss);
  let weights = 0;
  terms.forEach((term) => {
    const found = term.point === null ? loss : answers[asked.indexOf(term)];
    value += term.weight * found;
    largest = Math.max(largest, Math.abs(found));
    weights += Math.abs(term.weight);
  });
  return { width: step, value, noise: weights * Math.max(noise, ulp(largest, roundoff)) };
}

interface Term {
  /** null: the point itself. */
  readonly point: Float64Array | null;
  readonly weight: number;
}

function alongOne(domain: HessianDomain, i: number, h: number): Term[] {
  const { nodes } = secondDifference(freeSide(domain, i, h));
  return nodes.map(({ at, weight }) => ({
    point: at === 0 ? null : domain.point.with(i, entryAt(domain, i, at * h)),
    weight: weight / h / h,
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
    })),
  );
}

/** A power of two that the bounds leave room for. */
function stepOf(domain: HessianDomain, i: number, step: number): number {
  const ceiling = largestStep(domain, i, secondDifference(1).reach);
  return Math.min(step * domain.scales[i], 2 ** Math.floor(Math.log2(ceiling)));
}

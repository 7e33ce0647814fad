import { boundLadder, type Asking } from '../numdiff/index.js';
import { boundNorm, type HessianEstimate } from './hessian-estimate.js';
import type { HessianDomain } from './hessian-domain.js';
import { growsWithoutLimit, LEAST_TO_DIVERGE } from './grows-without-limit.js';
import { largestSecondStep, secondSlope, type SecondRow, type SlopeRequest } from './second-slope.js';
import { slopeJump } from './slope-jump.js';

/** Steps in units of the entries; the best for a smooth loss in float64 is about the fourth root of its rounding, 2⁻¹³. */
const STEPS = [2 ** -15, 2 ** -12, 2 ** -9];
const STEPS_FLOAT32 = [2 ** -8, 2 ** -6, 2 ** -4];
/** Further ones, where noise rules or the values grow downward. */
const MOST_ROWS = 5;
const LARGEST_STEP = 2 ** -2;
/** Good enough where the loss is noisy: a bound below this share of the largest second derivative, in typical sizes. */
const TARGET = 1e-3;
/** Jumps along the two diagonals that differ by less than this share are the same. */
const CLEAR = 1e-2;

/**
 * The Hessian by second differences of the loss alone. Each at three steps, whose change bounds the truncation, and at
 * larger ones where noise rules, at smaller ones where they grow downward, as they do without limit at a kink.
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
  let [kinks, possible, largest] = [0, 0, 0];
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      const unit = domain.scales[domain.active[a]] * domain.scales[domain.active[b]];
      const found = yield* boundSlope(domain, { a, b, loss, noise, roundoff }, (TARGET * largest) / unit);
      values[a * size + b] = values[b * size + a] = found.value;
      bounds[a * size + b] = bounds[b * size + a] = found.bound + found.jump / unit / 2;
      largest = Math.max(largest, (Math.abs(found.value) - found.bound) * unit);
      if (found.isSure) kinks++;
      if (found.jump > 0) possible++;
    }
  }
  kinks ||= possible;
  return { matrix: { size, values }, asymmetry: 0, kinks, errorNorm: (weights) => boundNorm(size, bounds, weights) };
}

/** One second derivative. */
function* boundSlope(
  domain: HessianDomain,
  request: SlopeRequest,
  target: number,
): Asking<{ value: number; bound: number } & Jump> {
  const rows: SecondRow[] = [];
  const steps = request.roundoff > 2 ** -40 ? STEPS_FLOAT32 : STEPS;
  const ratio = steps[1] / steps[0];
  const largest = Math.min(LARGEST_STEP, largestSecondStep(domain, request));
  let open = steps.map((step) => step * Math.min(1, largest / steps[steps.length - 1]));
  for (;;) {
    for (const step of open) rows.push(yield* secondSlope(domain, request, step));
    rows.sort((p, q) => p.width - q.width);
    const finite = rows.filter(({ value }) => Number.isFinite(value));
    const found = boundLadder(finite);
    if (growsWithoutLimit(finite)) return { value: finite[0].value, bound: Infinity, jump: 0, isSure: false };
    const next = nextStep(rows, ratio, found.noise > found.bound / 2 && found.bound > target ? largest : 0);
    if (next === null) return { ...found, ...jumpOf(finite) };
    open = [next];
  }
}

/** @param largest how far up to go */
function nextStep(rows: readonly SecondRow[], ratio: number, largest: number): number | null {
  if (rows.length >= MOST_ROWS) return null;
  if (growsWithoutLimit(rows, rows.length) && rows.length < LEAST_TO_DIVERGE) return rows[0].width / ratio;
  const larger = rows[rows.length - 1].width * ratio;
  return larger <= largest ? larger : null;
}

interface Jump {
  /** By how much the second derivative differs from side to side at most, in units of the entries. */
  readonly jump: number;
  readonly isSure: boolean;
}

/**
 * Where the second derivative is H ± J/2 to the sides of the point, f(x + td) − f(x − td) has the part J(d)·t²/2 beside its
 * slope, which o(qt) − q·o(t) is free of; what is left, J(d)·t²·q(q − 1)/2, grows as t², the odd part of a smooth loss as t³.
 * Along the two diagonals J(d) is Jᵢᵢ ± 2Jᵢⱼ + Jⱼⱼ. A gradient without a jump has J = c·n·nᵀ for the normal n of the kink
 * (Hadamard), so that 4|Jᵢⱼ| is the difference of the two; of any other it is no more than their sum.
 */
function jumpOf(rows: readonly SecondRow[]): Jump {
  if (rows.some(({ odd }) => odd.length !== rows[0].odd.length)) return { jump: 0, isSure: false };
  const kinks = rows.slice(1).map((far, k) => {
    const near = rows[k];
    const q = far.width / near.width;
    const even = (q * (q - 1)) / 2;
    return {
      width: near.width,
      second: Float64Array.from(far.odd, (odd, d) => (odd - q * near.odd[d]) / even / near.width),
      noise: Float64Array.from(far.odd, () => (far.oddNoise + q * near.oddNoise) / even / near.width ** 2),
    };
  });
  const [one = 0, other] = (rows[0]?.odd ?? []).map((_, d) => slopeJump(kinks, d));
  if (other === undefined) return { jump: one, isSure: one > 0 };
  return { jump: (one + other) / 4, isSure: Math.abs(one - other) > CLEAR * (one + other) };
}

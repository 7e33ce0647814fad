import type { Asking } from '../numdiff/index.js';

/** How fast the remainders of Taylor's polynomials vanish; null where rounding hides it, or nothing is left. */
export interface TaylorSlopes {
  /** Of f(x + tv) − f − t·g·v: 2 where the gradient is right. */
  readonly gradient: number | null;
  /** Of f(x + tv) − f − t·g·v − ½t²·vᵀHv: 3 where the Hessian is right as well, else 2. */
  readonly hessian: number | null;
}

export interface TaylorProblem {
  readonly point: Float64Array;
  readonly loss: number;
  /** Bound on the error of one value of the loss. */
  readonly noise: number;
  readonly direction: Float64Array;
  /** g·v and vᵀHv. */
  readonly slope: number;
  readonly curvature: number;
}

const STEPS = [2 ** -3, 2 ** -4, 2 ** -5, 2 ** -6, 2 ** -7, 2 ** -8, 2 ** -9, 2 ** -10, 2 ** -11];
/** Remainders this far above the noise tell their slope to a few per cent. */
const ABOVE_NOISE = 64;

/** Evaluates the loss along a direction at steps that halve, and fits log |remainder| against log t where it stands out. */
export function* measureTaylorSlopes(problem: TaylorProblem): Asking<TaylorSlopes> {
  const { point, loss, direction, slope, curvature } = problem;
  const values = yield STEPS.map((t) => ({ point: point.map((x, i) => x + t * direction[i]) }));
  const first = STEPS.map((t, k) => values[k] - loss - t * slope);
  const second = STEPS.map((t, k) => first[k] - (t * t * curvature) / 2);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), Math.abs(loss));
  const floor = ABOVE_NOISE * Math.max(problem.noise, Number.EPSILON * largest);
  return { gradient: fitSlope(first, floor), hessian: fitSlope(second, floor) };
}

/** The slope over the three smallest steps whose remainder is not noise. */
function fitSlope(remainders: readonly number[], floor: number): number | null {
  const seen = STEPS.map((t, k) => ({ t, size: Math.abs(remainders[k]) })).filter(({ size }) => size > floor);
  if (seen.length < 3) return null;
  const [a, b] = [seen[seen.length - 3], seen[seen.length - 1]];
  return Math.log(a.size / b.size) / Math.log(a.t / b.t);
}

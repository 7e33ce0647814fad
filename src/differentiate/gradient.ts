import { gradientOf } from '../autodiff/sweep.js';
import { buildTree } from '../model/build-tree.js';
import type { Widen } from '../model/types.js';
import { ExactLoss, type ExactOptions, type Loss, type Recording } from './exact-loss.js';

/** A loss and its gradient at the same parameters. */
export interface ValueAndGradient<P> {
  readonly value: number;
  /** ∂value/∂params, a fresh tree of the containers of `params`. */
  readonly gradient: Widen<P>;
}

/**
 * The exact gradient of a loss, by reverse-mode differentiation of its own code.
 *
 * The loss has to be instrumented (`gradcheck/register`, `gradcheck/vite`, `gradcheck/esbuild` or
 * `gradcheck/instrument`); it is called once, on tracked numbers, and swept backward once, whatever the number of
 * parameters. At kinks one of the one-sided derivatives is taken, or 0 (docs/exact-gradients.md).
 *
 * @param loss `(params, ...rest) => number`. `params` is a number, an array or typed array of numbers, or objects and
 * arrays of these. It may do to its parameters what it likes: each call is given a fresh tree
 * @returns a function that takes what the loss takes, and returns ∂loss/∂params: a fresh tree with the keys, lengths and
 * kinds of array of `params`, in units of the loss per unit of each parameter. A parameter that the loss does not use
 * has gradient 0
 * @throws GradcheckError, from the function that is returned: `not-instrumentable` where some code of the loss was not
 * followed (a loss that does not use its parameters at all counts as such), `tape-limit` where it takes more operations
 * than may be recorded, `bad-params` for parameters that are no finite numbers; and whatever the loss throws
 * @example
 * const loss = (p: { w: Float64Array; b: number }, x: number[]) => (p.w[0] * x[0] + p.w[1] * x[1] + p.b) ** 2;
 * const slope = gradient(loss);
 * slope({ w: Float64Array.of(1, 2), b: 0 }, [1, 1]); // { w: Float64Array [6, 6], b: 6 }
 */
export function gradient<P, Rest extends unknown[]>(
  loss: Loss<P, Rest>,
  options: ExactOptions = {},
): (params: P, ...rest: Rest) => Widen<P> {
  const exact = new ExactLoss(loss, options);
  return (params, ...rest) => readOff<P>(exact.record(params, rest)).gradient;
}

/**
 * As `gradient`, with the value of the loss beside it: `{ value, gradient }`. Both come from the same run, and the value
 * is the one that the loss gives by itself, to the last bit.
 */
export function valueAndGradient<P, Rest extends unknown[]>(
  loss: Loss<P, Rest>,
  options: ExactOptions = {},
): (params: P, ...rest: Rest) => ValueAndGradient<P> {
  const exact = new ExactLoss(loss, options);
  return (params, ...rest) => readOff(exact.record(params, rest));
}

/**
 * As `valueAndGradient`, for a loss that returns a promise. One recording at a time: a call has to be awaited before the
 * next one, of this or of any other of these functions.
 */
export function valueAndGradientAsync<P, Rest extends unknown[]>(
  loss: (params: P, ...rest: Rest) => Promise<number>,
  options: ExactOptions = {},
): (params: P, ...rest: Rest) => Promise<ValueAndGradient<P>> {
  const exact = new ExactLoss(loss, options);
  return async (params, ...rest) => readOff(await exact.recordAsync(params, rest));
}

function readOff<P>({ layout, tape }: Recording): ValueAndGradient<P> {
  return { value: tape.result, gradient: buildTree(layout, gradientOf(tape)) as Widen<P> };
}

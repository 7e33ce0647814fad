import { hessianVectorProduct as multiplyHessian } from '../autodiff/sweep.js';
import { buildTree } from '../model/build-tree.js';
import type { GradientOf, Widen } from '../model/types.js';
import { ExactLoss, type ExactOptions, type Loss } from './exact-loss.js';
import { readDirection } from './read-direction.js';

/**
 * The exact product of a loss's Hessian with a direction, without the Hessian: one run of the loss and about three
 * sweeps, whatever the number of parameters. The loss has to be instrumented, as for `gradient`.
 *
 * @returns a function of the parameters, a direction of their shape (plain and typed arrays are interchangeable) and
 * whatever else the loss takes; it returns ∂²loss/∂params² · direction, a fresh tree of the containers of `params`
 * @throws GradcheckError, from the function that is returned, as for `gradient`; `shape-mismatch` for the direction
 * @example
 * hessianVectorProduct(([x, y]: number[]) => x * x * y)([2, 3], [1, 0]); // [6, 4]
 */
export function hessianVectorProduct<P, Rest extends unknown[]>(
  loss: Loss<P, Rest>,
  options: ExactOptions = {},
): (params: P, direction: GradientOf<Widen<P>>, ...rest: Rest) => Widen<P> {
  const exact = new ExactLoss(loss, options);
  return (params, direction, ...rest) => {
    const { layout, tape } = exact.record(params, rest);
    return buildTree(layout, multiplyHessian(tape, readDirection(layout, direction))) as Widen<P>;
  };
}

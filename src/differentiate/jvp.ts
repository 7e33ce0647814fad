import { sweepTangents } from '../autodiff/sweep.js';
import type { GradientOf, Widen } from '../model/types.js';
import { ExactLoss, type ExactOptions, type Loss } from './exact-loss.js';
import { readDirection } from './read-direction.js';

/** A loss and its derivative along a direction. */
export interface ValueAndDerivative {
  readonly value: number;
  /** d loss(params + t·direction)/dt at t = 0. */
  readonly derivative: number;
}

/**
 * The exact directional derivative of a loss (a Jacobian-vector product): how fast it changes as the parameters move
 * along a direction. The loss has to be instrumented, as for `gradient`.
 *
 * @returns a function of the parameters, a direction of their shape (plain and typed arrays are interchangeable) and
 * whatever else the loss takes
 * @throws GradcheckError, from the function that is returned, as for `gradient`; `shape-mismatch` for the direction
 * @example
 * jvp(([x, y]: number[]) => x * y)([2, 3], [1, 0]); // { value: 6, derivative: 3 }
 */
export function jvp<P, Rest extends unknown[]>(
  loss: Loss<P, Rest>,
  options: ExactOptions = {},
): (params: P, direction: GradientOf<Widen<P>>, ...rest: Rest) => ValueAndDerivative {
  const exact = new ExactLoss(loss, options);
  return (params, direction, ...rest) => {
    const { layout, tape } = exact.record(params, rest);
    return { value: tape.result, derivative: sweepTangents(tape, readDirection(layout, direction))[tape.output] };
  };
}

import { MULTIPLY, POWER } from '../../autodiff/operations.js';
import { slopesAt } from '../../autodiff/sweep.js';
import { operationAt, siteAt, type Tape } from '../../model/tape.js';
import type { Leaf } from '../../model/tree-layout.js';
import { largestOf } from '../extremes.js';

/** A penalty on some parameters that the gradient holds for another one as well. */
export interface ExtraPenalty {
  /** The error of each entry is this times the parameter. */
  readonly coefficient: number;
  /** Where the loss has the penalty, on what it does penalise. */
  readonly site: number;
}

/**
 * Whether the error of a parameter's gradient is κ·θ, with the κ of a square of parameters in the loss: ∂(κ/2·θ²)/∂θ.
 */
export function findExtraPenalty(
  tape: Tape,
  adjoints: Float64Array,
  { offset, size }: Leaf,
  claimed: Float64Array,
  exact: Float64Array,
  rounding: number,
): ExtraPenalty | null {
  const value = (k: number): number => tape.value[1 + offset + k];
  let over = 0;
  let under = 0;
  for (let k = 0; k < size; k++) {
    over += (claimed[offset + k] - exact[offset + k]) * value(k);
    under += value(k) ** 2;
  }
  if (!(under > 0)) return null;
  const coefficient = over / under;
  const scale = largestOf(claimed.subarray(offset, offset + size).map(Math.abs));
  for (let k = 0; k < size; k++) {
    const error = claimed[offset + k] - exact[offset + k];
    if (!(Math.abs(error - coefficient * value(k)) <= 10 * rounding * scale)) return null;
  }
  for (let i = tape.inputs + 1; i <= tape.output; i++) {
    const l = tape.left[i];
    if (l === 0 || l > tape.inputs) continue;
    // A penalty on the parameter itself, twice, is a factor and no extra term.
    if (l > offset && l <= offset + size) continue;
    const operation = operationAt(tape, i);
    const isSquare = (operation === MULTIPLY && tape.right[i] === l) || (operation === POWER && tape.constant[i] === 2);
    if (!isSquare || tape.value[l] === 0) continue;
    const [left, right] = slopesAt(tape, i);
    const found = (adjoints[i] * (left + right)) / tape.value[l];
    if (Math.abs(found - coefficient) <= 10 * rounding * Math.max(Math.abs(found), scale / Math.sqrt(under))) {
      return { coefficient, site: siteAt(tape, i) };
    }
  }
  return null;
}

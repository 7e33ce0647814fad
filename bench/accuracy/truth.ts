import { big, toBig, type Big } from './arithmetic/big.js';
import { reverseGradient } from './arithmetic/tape.js';
import type { Case } from './corpus/index.js';

/** What the derivative is: one number, or at a kink all numbers between the one-sided slopes. */
export interface Truth {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Distance of the two points of a difference from the point, relative to the entry; 64 digits leave 40 good ones. */
const STEP = 1e-18;

/** The derivative at a point: reverse accumulation with 64 digits, or one-sided differences with 64 digits at a kink. */
export function truthAt(test: Case, x: Float64Array): Truth {
  if (test.isKink) {
    const slopes = Array.from(x, (_, i) => {
      const [backward, forward] = [-1, 1].map((side) => differences(test, x, i, side).oneSided);
      return [Math.min(backward, forward), Math.max(backward, forward)];
    });
    return {
      low: Float64Array.from(slopes, ([low]) => settle(low)),
      high: Float64Array.from(slopes, ([, high]) => settle(high)),
    };
  }
  const gradient = Float64Array.from(reverseGradient(big, test.formula, Array.from(x, toBig)), (g) => g.toNumber());
  return { low: gradient, high: gradient };
}

/** One-sided differences carry a truncation error of about the step: what is below it is zero. */
function settle(slope: number): number {
  return Math.abs(slope) < 1e3 * STEP ? 0 : slope;
}

/**
 * How far reverse accumulation and central differences, both with 64 digits, are apart at a point: the largest gap
 * relative to the gradient's largest entry in its own units, or to the loss.
 */
export function confirmTruth(test: Case, x: Float64Array): number {
  if (test.isKink) return 0;
  const gradient = reverseGradient(big, test.formula, Array.from(x, toBig));
  const scaled = Array.from(gradient, (g, i) => Math.abs(g.toNumber()) * (Math.abs(x[i]) || 1));
  const largest = Math.max(...scaled);
  let worst = 0;
  for (let i = 0; i < x.length; i++) {
    const { central } = differences(test, x, i, 0);
    // Where the formula ends at the point there is a slope on one side only.
    const slope = central.isNaN() ? differences(test, x, i, 1).central : central;
    const gap = slope.minus(gradient[i]).abs().toNumber();
    const size = Math.max(Math.abs(gradient[i].toNumber()), (1e-9 * largest) / (Math.abs(x[i]) || 1), 1e-25);
    worst = Math.max(worst, gap / size);
  }
  return worst;
}

function differences(test: Case, x: Float64Array, i: number, side: number): { central: Big; oneSided: number } {
  const point = Array.from(x, toBig);
  const step = toBig(STEP).times(toBig(x[i] === 0 ? 1 : Math.abs(x[i])));
  const valueAt = (shift: number): Big =>
    test.formula(
      big,
      point.map((value, k) => (k === i ? value.plus(step.times(shift)) : value)),
    );
  if (side === 0) return { central: valueAt(1).minus(valueAt(-1)).div(step.times(2)), oneSided: NaN };
  const oneSided = valueAt(side).minus(valueAt(0)).div(step.times(side));
  return { central: oneSided, oneSided: oneSided.toNumber() };
}

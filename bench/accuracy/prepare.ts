import type { Case } from './corpus/index.js';
import { float64 } from './arithmetic/float.js';
import { claimOf, lossOf } from './losses.js';
import { confirmTruth, truthAt, type Truth } from './truth.js';

/** A case at one of its points, with the truth there and the right claim. */
export interface Preparation {
  readonly test: Case;
  readonly point: Float64Array;
  readonly truth: Truth;
  readonly claim: Float64Array;
}

/** Reverse accumulation and differences of 64 digits must agree to this relative accuracy. */
const AGREEMENT = 1e-8;

/**
 * Points and truths of some cases. Formulas that several cases share are evaluated once.
 * @throws Error where the two ways to the truth differ, or a loss is less accurate than it declares
 */
export function prepare(cases: readonly Case[], choosePoints: (test: Case) => Float64Array[]): Preparation[] {
  const known = new Map<Case['formula'], Map<string, Truth>>();
  return cases.flatMap((test) => {
    let truths = known.get(test.formula);
    if (!truths) {
      truths = new Map();
      known.set(test.formula, truths);
      const gap = confirmTruth(test, Float64Array.from(test.point));
      if (!(gap <= AGREEMENT)) throw new Error(`${test.name}: the two ways to the truth differ by ${gap}`);
    }
    return choosePoints(test).map((point) => {
      confirmAccuracy(test, point);
      const key = `${test.isKink ?? false} ${point.join()}`;
      const truth = truths.get(key) ?? truthAt(test, point);
      truths.set(key, truth);
      return { test, point, truth, claim: claimOf(test, point) };
    });
  });
}

function confirmAccuracy(test: Case, point: Float64Array): void {
  if (test.lossAccuracy === undefined) return;
  const exact = test.formula(float64, Array.from(point));
  const error = Math.abs(lossOf(test, 0)(point) - exact) / Math.abs(exact);
  if (!(error <= test.lossAccuracy)) throw new Error(`${test.name}: declares ${test.lossAccuracy}, is off by ${error}`);
}

import type { Case } from './corpus/index.js';
import { claimOf, pointsOf } from './losses.js';
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

/** Points and truths of some cases. Formulas that several cases share are evaluated once. */
export function prepare(cases: readonly Case[], points: number, seed: number): Preparation[] {
  const known = new Map<Case['formula'], Map<string, Truth>>();
  return cases.flatMap((test) => {
    let truths = known.get(test.formula);
    if (!truths) {
      truths = new Map();
      known.set(test.formula, truths);
      const gap = confirmTruth(test, pointsOf(test, 1, seed)[0]);
      if (!(gap <= AGREEMENT)) throw new Error(`${test.name}: the two ways to the truth differ by ${gap}`);
    }
    return pointsOf(test, points, seed).map((point) => {
      const key = `${test.isKink ?? false} ${point.join()}`;
      const truth = truths.get(key) ?? truthAt(test, point);
      truths.set(key, truth);
      return { test, point, truth, claim: claimOf(test, point) };
    });
  });
}

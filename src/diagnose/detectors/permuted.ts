import { indexInLeaf } from '../../model/tree-layout.js';
import { needsEntries, type Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { reorder } from '../reorder.js';
import { be, gradientsOf, nameEntry } from '../words.js';

/** Of adding two numbers. */
const ROUNDING = 2 ** -53;

/** The same numbers in another order: the wrong claims and their derivatives agree when both are sorted. */
export function detectPermuted(parameter: ParameterEvidence): Finding | null {
  const { wrong, claimed, numeric, leaf, path } = parameter;
  if (wrong.length < 2 || !haveEqualSums(parameter)) return null;
  const byClaim = wrong.slice().sort((i, k) => claimed[i] - claimed[k]);
  const byDerivative = wrong.slice().sort((i, k) => numeric[i] - numeric[k]);
  const source = Int32Array.from(claimed.keys());
  for (const [rank, i] of byClaim.entries()) source[i] = byDerivative[rank];
  const prediction = reorder(parameter, (i) => source[i]);
  // One of w! orders was chosen after the claims had been seen: log₂ w! ≈ w log₂(w/e).
  const choiceBits = wrong.length * Math.log2(wrong.length / Math.E) + Math.log2(2 * wrong.length);
  const support = matchClaims(parameter, { ...prediction, choiceBits });
  if (!support) return null;
  const swapped = wrong.length === 2 ? wrong.map((i) => nameEntry(path, indexInLeaf(leaf, i))) : null;
  return {
    code: 'permuted',
    parameter,
    key: swapped ? `swapped ${path}` : 'permuted',
    support,
    accepts: needsEntries(2),
    describe: ({ paths }) =>
      swapped
        ? `${swapped[0]} and ${swapped[1]} hold each other's gradient`
        : `${gradientsOf(paths)} ${be(paths)} in another order: the numbers are right, but stand at each other's places`,
  };
}

/** The sum does not hang on the order: a test that is cheaper than sorting. */
function haveEqualSums({ wrong, claimed, claimError, numeric, bound }: ParameterEvidence): boolean {
  let gap = 0;
  let error = 0;
  for (const i of wrong) {
    gap += claimed[i] - numeric[i];
    error += claimError[i] + bound[i] + ROUNDING * wrong.length * Math.abs(claimed[i]);
  }
  // Bounds may be broken here and there.
  return Math.abs(gap) <= 2 * error;
}

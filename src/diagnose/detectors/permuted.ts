import { indexInLeaf } from '../../model/tree-layout.js';
import { needsEntries, type Finding } from '../finding.js';
import { matchClaims } from '../match-claims.js';
import type { ParameterEvidence } from '../parameter-evidence.js';
import { reorder } from '../reorder.js';
import { be, gradientsOf, nameEntry } from '../words.js';

/** The same numbers in another order: the wrong claims and their derivatives agree when both are sorted. */
export function detectPermuted(parameter: ParameterEvidence): Finding | null {
  const { wrong, claimed, numeric, leaf, path } = parameter;
  if (wrong.length < 2) return null;
  const byClaim = wrong.slice().sort((i, k) => claimed[i] - claimed[k]);
  const byDerivative = wrong.slice().sort((i, k) => numeric[i] - numeric[k]);
  const source = new Map(byClaim.map((i, rank) => [i, byDerivative[rank]]));
  const prediction = reorder(parameter, (i) => source.get(i) ?? i);
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

import { RANKS } from './alteration.js';
import type { Change } from './altered-sweep.js';

/** A whole place before a part of its executions, one operation before several. */
export function rankOf({ edge, alteration }: Change): number {
  const partRank = edge.part ? 0.5 : 0;
  // Half of what a square or another symmetric form gives: the factor 2 is missing, not one of its two terms.
  if (edge.kind === 'composite' && alteration.factor === 0.5) return RANKS.omission - 0.1 + partRank;
  return alteration.rank + partRank + (edge.kind === 'composite' ? 0.25 : 0);
}

export function rankOfAll(changes: readonly Change[]): number {
  return sumOf(changes, rankOf);
}

/** Whether changes are nearly as telling as others that give the same. */
export function isRival(changes: readonly Change[], best: readonly Change[]): boolean {
  return rankOfAll(changes) <= rankOfAll(best) + 1;
}

/**
 * The more telling first; of equally telling ones the user's own file, then the place nearest to the parameters.
 * @param isOwn whether a site stands in the user's own file
 */
export function compareChanges(a: readonly Change[], b: readonly Change[], isOwn: (site: number) => boolean): number {
  const foreign = ({ edge }: Change): number => (isOwn(edge.site) ? 0 : 1);
  return (
    rankOfAll(a) - rankOfAll(b) || sumOf(a, foreign) - sumOf(b, foreign) || sumOf(a, position) - sumOf(b, position)
  );
}

function position({ edge }: Change): number {
  return edge.entries[edge.entries.length >> 1];
}

function sumOf(changes: readonly Change[], value: (change: Change) => number): number {
  return changes.reduce((sum, change) => sum + value(change), 0);
}

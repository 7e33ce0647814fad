import { RANKS } from './alteration.js';
import type { Change } from './altered-sweep.js';

/** A whole place before a part of its executions, one operation before several. */
export function rankOf({ edge, alteration }: Change): number {
  const partRank = edge.part ? 0.5 : 0;
  // Half of what a square or another symmetric form gives: the factor 2 is missing, not one of its two terms.
  if (edge.isSquare && alteration.factor === 0.5) return RANKS.omission - 0.1 + partRank;
  return alteration.rank + partRank + (edge.kind === 'composite' ? 0.25 : 0);
}

/** Whether changes are as telling as others that give the same. */
export function isTie(changes: readonly Change[], best: readonly Change[]): boolean {
  return rankOfAll(changes) <= rankOfAll(best);
}

/** Several changes of one name are one story: both statistics of a batch taken for constants, say. */
export function rankOfAll(changes: readonly Change[]): number {
  const isOneStory = changes.every(({ alteration }) => alteration.name === changes[0].alteration.name);
  return isOneStory ? Math.max(...changes.map(rankOf)) : sumOf(changes, rankOf) + 1;
}

/** Whether changes are nearly as telling as others that give the same. */
export function isRival(changes: readonly Change[], best: readonly Change[]): boolean {
  return rankOfAll(changes) <= rankOfAll(best) + 1;
}

/**
 * The more telling first; of equally telling ones the user's own file, then the place nearest to the parameters. But an
 * index, or a sign or a factor over all that there is, is mistaken nearest to the loss: in residuals and sums.
 * @param isOwn whether a site stands in the user's own file
 * @param isOverall whether all parameters are wrong and explained
 */
export function compareChanges(
  a: readonly Change[],
  b: readonly Change[],
  isOwn: (site: number) => boolean,
  isOverall: boolean,
): number {
  const foreign = ({ edge }: Change): number => (isOwn(edge.site) ? 0 : 1);
  return (
    rankOfAll(a) - rankOfAll(b) ||
    sumOf(a, foreign) - sumOf(b, foreign) ||
    sumOf(a, picks) - sumOf(b, picks) ||
    sumOf(a, (change) => position(change, isOverall)) - sumOf(b, (change) => position(change, isOverall))
  );
}

const LATE: ReadonlySet<string> = new Set(['negated', 'factor']);

/** Of what is stored at a wrong index: where one element of many is picked there are few executions. */
function picks({ edge, alteration }: Change): number {
  return alteration.kind === 'redirect' ? edge.entries.length : 0;
}

function position({ edge, alteration }: Change, isOverall: boolean): number {
  const middle = edge.entries[edge.entries.length >> 1];
  const isLate = alteration.kind === 'redirect' || (isOverall && LATE.has(alteration.kind));
  return isLate ? -middle : middle;
}

function sumOf(changes: readonly Change[], value: (change: Change) => number): number {
  return changes.reduce((sum, change) => sum + value(change), 0);
}

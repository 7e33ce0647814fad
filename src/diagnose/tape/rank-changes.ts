import { RANKS } from './alteration.js';
import type { Change } from './altered-sweep.js';
import type { Edge } from './edge.js';

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

/** What places of equally telling changes are chosen by. */
export interface Preference {
  /** Whether a site stands in the user's own file. */
  isOwn(site: number): boolean;
  /** Whether all parameters are wrong and explained. */
  readonly isOverall: boolean;
  /** Whether the user's gradient has the right derivative by the results of a place; null where it cannot be followed. */
  readonly reaches: ((edge: Edge) => boolean) | null;
}

/**
 * The more telling first; of equally telling ones the user's own file, then what the user's gradient gets to without a
 * mistake, then the place nearest to the parameters. But an index, or where the gradient cannot be followed a sign or a
 * factor over all that there is, is mistaken nearest to the loss: in residuals and sums.
 */
export function compareChanges(
  a: readonly Change[],
  b: readonly Change[],
  { isOwn, isOverall, reaches }: Preference,
): number {
  const foreign = ({ edge }: Change): number => (isOwn(edge.site) ? 0 : 1);
  // Whether a number has the right sign is not seen from its size.
  const isSeen = (change: Change): boolean => reaches !== null && !isSign(change);
  const astray = (change: Change): number => (isSeen(change) && !reaches!(change.edge) ? 1 : 0);
  const isLate = (change: Change): boolean => isOverall && !isSeen(change);
  return (
    rankOfAll(a) - rankOfAll(b) ||
    sumOf(a, foreign) - sumOf(b, foreign) ||
    sumOf(a, astray) - sumOf(b, astray) ||
    sumOf(a, picks) - sumOf(b, picks) ||
    sumOf(a, (change) => position(change, isLate(change))) - sumOf(b, (change) => position(change, isLate(change)))
  );
}

const LATE: ReadonlySet<string> = new Set(['negated', 'factor']);

function isSign({ alteration }: Change): boolean {
  return alteration.kind === 'negated' || alteration.factor === -1;
}

/** Of what is stored at a wrong index: where one element of many is picked there are few executions. */
function picks({ edge, alteration }: Change): number {
  return alteration.kind === 'redirect' ? edge.entries.length : 0;
}

function position({ edge, alteration }: Change, isLate: boolean): number {
  const middle = edge.entries[edge.entries.length >> 1];
  return alteration.kind === 'redirect' || (isLate && LATE.has(alteration.kind)) ? -middle : middle;
}

function sumOf(changes: readonly Change[], value: (change: Change) => number): number {
  return changes.reduce((sum, change) => sum + value(change), 0);
}

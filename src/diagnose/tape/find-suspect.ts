import { ADD, SUBTRACT } from '../../autodiff/operations.js';
import type { RightAdjoints } from './backward/right-adjoints.js';
import type { Edge } from './edge.js';
import type { Projection } from './projection.js';
import type { EdgeShare } from './screen.js';

/** A place to look at first, and why. */
export interface Suspect {
  readonly edge: Edge;
  readonly reason: string;
}

/**
 * Where to begin to look for a mistake that has no name: where the user's gradient goes wrong, or else the last place that
 * only wrong parameters go through; null where neither is found.
 * @param right null where the gradient cannot be followed
 */
export function findSuspect(
  shares: readonly EdgeShare[],
  projection: Projection,
  right: RightAdjoints | null,
): Suspect | null {
  const single = shares.filter(({ edge }) => !edge.part && edge.kind !== 'composite');
  const turn = right && whereItGoesWrong(single, projection, right);
  if (turn) return { edge: turn, reason: 'the derivatives in the gradient are right up to the operation' };
  const last = lastOfTheWrong(single, projection);
  return last && { edge: last, reason: 'the last operation that only wrong parameters go through' };
}

/** The place nearest to the loss on the way to all wrong parameters from which the gradient passes on something wrong. */
function whereItGoesWrong(
  shares: readonly EdgeShare[],
  { groups, groupOf }: Projection,
  right: RightAdjoints,
): Edge | null {
  const isOnTheWay = (share: Float64Array): boolean =>
    groups.every(({ isWrong }, g) => !isWrong || passes(share, g, groupOf));
  const suspects = shares
    .filter(({ edge, share }) => isOnTheWay(share) && right.reach(edge) && !right.pass(edge))
    .map(({ edge }) => edge);
  return lastOf(suspects);
}

/**
 * The last place that all wrong parameters go through and no right one; null where every place is shared or none is. A
 * sum, whose derivatives are 1, only where there is nothing else.
 */
function lastOfTheWrong(shares: readonly EdgeShare[], { groups, groupOf }: Projection): Edge | null {
  if (groups.every(({ isWrong }) => isWrong)) return null;
  const suspects = shares
    .filter(({ share }) => groups.every(({ isWrong }, g) => passes(share, g, groupOf) === isWrong))
    .map(({ edge }) => edge);
  return lastOf(suspects.filter(({ operation }) => !SUMS.has(operation))) ?? lastOf(suspects);
}

/** Whether something of a group of parameters goes through. */
function passes(share: Float64Array, group: number, groupOf: readonly number[]): boolean {
  return groupOf.some((one, f) => one === group && share[f] !== 0);
}

const SUMS: ReadonlySet<number> = new Set([ADD, SUBTRACT]);

function lastOf(edges: readonly Edge[]): Edge | null {
  const lastEntry = ({ entries }: Edge): number => entries.at(-1)!;
  return edges.reduce<Edge | null>((last, edge) => (last && lastEntry(last) >= lastEntry(edge) ? last : edge), null);
}

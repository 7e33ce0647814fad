import type { Leaf } from '../../../model/tree-layout.js';
import type { Edge } from '../edge.js';
import type { EdgeShare } from '../screen.js';
import type { Addend } from './compare-terms.js';

/** All uses of a parameter at several places as one edge, of which each turn of a loop is one use; none where there is one place. */
export function joinUses(uses: readonly EdgeShare[], { offset, size }: Leaf): EdgeShare[] {
  const own = uses.filter(
    ({ edge }) => !edge.part && edge.starts.every((start) => start > offset && start <= offset + size),
  );
  if (own.length < 2) return [];
  const executions = own
    .flatMap(({ edge }) =>
      Array.from(edge.entries, (entry, n) => ({ entry, start: edge.starts[n], slope: edge.slopes[n] })),
    )
    .sort((a, b) => a.entry - b.entry);
  const edge: Edge = {
    ...own[0].edge,
    kind: 'composite',
    places: own.length,
    entries: Int32Array.from(executions, ({ entry }) => entry),
    starts: Int32Array.from(executions, ({ start }) => start),
    slopes: Float64Array.from(executions, ({ slope }) => slope),
    constants: [],
  };
  return [{ edge, share: own[0].share.map((_, f) => own.reduce((sum, { share }) => sum + share[f], 0)) }];
}

/** What the uses at an edge give to the parameters, in the order of the tape; null where some are used more often at one place than at another. */
export function contributionsOf(
  { starts, entries, slopes, places = 1 }: Edge,
  adjoints: Float64Array,
): Addend[] | null {
  const open = new Map<number, { count: number; value: number }>();
  const found: Addend[] = [];
  for (const [n, start] of starts.entries()) {
    const before = open.get(start) ?? { count: 0, value: 0 };
    const turn = { count: before.count + 1, value: before.value + adjoints[entries[n]] * slopes[n] };
    if (turn.count < places) open.set(start, turn);
    else {
      found.push({ to: start - 1, value: turn.value });
      open.delete(start);
    }
  }
  return open.size === 0 ? found : null;
}

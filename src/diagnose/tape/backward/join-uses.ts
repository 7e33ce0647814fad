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

/** Turns of loops of other lengths than these are not told apart. */
const MOST_LENGTHS = 12;

/**
 * What the uses at an edge give to the parameters, in the order of the tape: each by itself, or the sums of as many as a turn of
 * a loop may have, where a parameter is used several times in one turn.
 */
export function listContributions({ starts, entries, slopes, places = 1 }: Edge, adjoints: Float64Array): Addend[][] {
  const counts = new Map<number, number>();
  for (const start of starts) counts.set(start, (counts.get(start) ?? 0) + 1);
  const common = [...counts.values()].reduce(greatestDivisor, 0);
  const values = Array.from(entries, (entry, n) => adjoints[entry] * slopes[n]);
  return divisorsOf(common)
    .filter((length) => length % places === 0)
    .slice(0, MOST_LENGTHS)
    .map((length) => sumTurns(starts, values, length));
}

function sumTurns(starts: Int32Array, values: readonly number[], length: number): Addend[] {
  const open = new Map<number, { count: number; value: number }>();
  const found: Addend[] = [];
  for (const [n, start] of starts.entries()) {
    const { count, value } = open.get(start) ?? { count: 0, value: 0 };
    const turn = { count: count + 1, value: value + values[n] };
    open.set(start, turn);
    if (turn.count < length) continue;
    found.push({ to: start - 1, value: turn.value });
    open.delete(start);
  }
  return found;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

function divisorsOf(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k + 1).filter((divisor) => count % divisor === 0);
}

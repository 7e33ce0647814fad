import { siteAt, type Tape } from '../../model/tape.js';
import type { Edge, EdgePart } from './edge.js';

/** A place that is fed from more places than this is a helper of everything. */
const MOST_PARTS = 12;

/** The parts of edges whose place is reached from several others, as a function that is called at several places is. */
export function splitEdges(tape: Tape, edges: readonly Edge[], blockOf: (input: number) => number): Edge[] {
  const consumers = firstConsumers(tape);
  const nameOf = (entry: number): string =>
    entry <= tape.inputs ? `input ${blockOf(entry - 1)}` : `site ${siteAt(tape, entry)}`;
  return edges.flatMap((edge) => {
    const parts = [
      ...splitBy(edge, 'producer', (n) => nameOf(edge.starts[n])),
      ...splitBy(edge, 'consumer', (n) => nameOf(consumers[edge.entries[n]])),
      ...(edge.kind === 'composite' ? [] : splitBy(edge, 'partner', (n) => partnerName(tape, edge, n, nameOf))),
    ];
    return [parts.length > 0 ? { ...edge, isShared: true } : edge, ...parts];
  });
}

/** The other operand: where it comes from; of a constant its value. */
function partnerName(tape: Tape, edge: Edge, n: number, nameOf: (entry: number) => string): string {
  const entry = edge.entries[n];
  const partner = edge.kind === 'left' ? tape.right[entry] : tape.left[entry];
  return partner === 0 ? `constant ${tape.constant[entry]}` : nameOf(partner);
}

function splitBy(edge: Edge, by: EdgePart['by'], nameAt: (n: number) => string): Edge[] {
  const parts = new Map<string, number[]>();
  for (let n = 0; n < edge.entries.length; n++) {
    const key = nameAt(n);
    const part = parts.get(key);
    if (part) part.push(n);
    else if (parts.size === MOST_PARTS) return [];
    else parts.set(key, [n]);
  }
  if (parts.size < 2) return [];
  return [...parts].map(([key, members]) => ({
    ...edge,
    part: { by, key },
    entries: Int32Array.from(members, (n) => edge.entries[n]),
    starts: Int32Array.from(members, (n) => edge.starts[n]),
    slopes: Float64Array.from(members, (n) => edge.slopes[n]),
    constants: edge.constants.map((values) => Float64Array.from(members, (n) => values[n])),
  }));
}

/** Levels of results within results up to which executions are told apart by what becomes of them. */
const MOST_LEVELS = 6;

/**
 * Parts of edges by what becomes of their results further on: executions of helpers within helpers are told apart by the
 * operand they end up in. At each level the result is followed out of its own sum to the operation that takes it.
 */
export function listDeepParts(tape: Tape, edges: readonly Edge[]): Edge[] {
  const { exits, labels } = findExits(tape);
  return edges
    .filter(({ part }) => !part)
    .flatMap((edge) => {
      const parts: Edge[] = [];
      const at = Int32Array.from(edge.entries);
      for (let level = 1; level <= MOST_LEVELS; level++) {
        for (let n = 0; n < at.length; n++) at[n] = exits[at[n]];
        if (at.every((entry) => entry === 0)) break;
        parts.push(...splitBy(edge, 'consumer', (n) => `level ${level} ${labels[at[n]]}`));
      }
      return parts;
    });
}

/** For each entry the operation that takes it, or the sum it is part of; and a name for that operand of that place. */
function findExits(tape: Tape): { exits: Int32Array; labels: string[] } {
  const consumers = firstConsumers(tape);
  const exits = new Int32Array(tape.length);
  const labels: string[] = Array.from({ length: tape.length }, () => '');
  const last = new Int32Array(tape.length);
  for (let i = tape.output; i > tape.inputs; i--) {
    const consumer = consumers[i];
    if (consumer === 0) continue;
    const isOneSum = siteAt(tape, consumer) === siteAt(tape, i);
    exits[i] = isOneSum ? exits[consumer] : consumer;
    last[i] = isOneSum ? last[consumer] : i;
    const exit = exits[i];
    labels[exit] = `${siteAt(tape, exit)} ${tape.left[exit] === last[i] ? 'left' : 'right'}`;
  }
  return { exits, labels };
}

/** The first operation that takes each entry; 0 where none does. */
function firstConsumers({ length, inputs, left, right }: Tape): Int32Array {
  const consumers = new Int32Array(length);
  for (let i = length - 1; i > inputs; i--) {
    consumers[left[i]] = i;
    consumers[right[i]] = i;
  }
  consumers[0] = 0;
  return consumers;
}

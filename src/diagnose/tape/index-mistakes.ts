import type { Tape } from '../../model/tape.js';
import { keptOnly } from './build-alterations.js';
import type { Change } from './altered-sweep.js';
import type { Edge } from './edge.js';
import { listRedirects } from './redirects.js';
import type { SiteSequences } from './site-sequences.js';

/** Results that go to a neighbour of the right element: of whole places, and of those that take one parameter or result. */
export function redirectsOf(tape: Tape, edge: Edge, sequences: SiteSequences): Change[] {
  return !edge.part || edge.part.by === 'producer' ? listRedirects(tape, edge, sequences) : [];
}

/** Places of whose executions only the last or first for each element count. */
export function keptOf(edge: Edge): Change[] {
  const elements = new Set(edge.starts).size;
  if (edge.kind === 'composite' || elements === 1 || elements === edge.starts.length) return [];
  return (['last', 'first'] as const).map((end) => ({ edge, alteration: keptOnly(end) }));
}

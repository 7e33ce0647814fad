import { slopesAt } from '../../autodiff/sweep.js';
import type { Tape } from '../../model/tape.js';
import type { Alteration } from './alteration.js';
import type { Edge } from './edge.js';

/** One mistake as it would be made in a backward pass. */
export interface Change {
  readonly edge: Edge;
  readonly alteration: Alteration;
}

/** The gradient that comes out when local derivatives are changed as told: a reverse sweep with the changes in place. */
export function sweepAltered(tape: Tape, changes: readonly Change[]): Float64Array {
  const extra = extraSlopes(tape, changes);
  const adjoints = new Float64Array(tape.length);
  adjoints[tape.output] = 1;
  for (let i = tape.output; i > tape.inputs; i--) {
    const adjoint = adjoints[i];
    if (adjoint === 0) continue;
    const [left, right] = slopesAt(tape, i);
    if (tape.left[i] !== 0) adjoints[tape.left[i]] += adjoint * left;
    if (tape.right[i] !== 0) adjoints[tape.right[i]] += adjoint * right;
    const more = extra.get(i);
    if (more) for (let k = 0; k < more.length; k += 2) adjoints[more[k]] += adjoint * more[k + 1];
  }
  return adjoints.slice(1, 1 + tape.inputs);
}

/** What is passed back besides: for an entry, pairs of the entry it goes to and the difference of the derivatives. */
function extraSlopes(tape: Tape, changes: readonly Change[]): Map<number, number[]> {
  const extra = new Map<number, number[]>();
  for (const { edge, alteration } of changes) {
    const altered = alteration.slopes(tape, edge);
    for (let n = 0; n < edge.entries.length; n++) {
      const difference = altered[n] - edge.slopes[n];
      if (difference === 0) continue;
      const list = extra.get(edge.entries[n]);
      if (list) list.push(edge.starts[n], difference);
      else extra.set(edge.entries[n], [edge.starts[n], difference]);
    }
  }
  return extra;
}

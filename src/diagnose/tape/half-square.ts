import { ABS, MULTIPLY } from '../../autodiff/operations.js';
import { operationAt, type Tape } from '../../model/tape.js';
import type { Change } from './altered-sweep.js';

/**
 * Whether to leave a path out is to forget that a factor stands in a product twice, as in c·v·v or v·|v|: half of the
 * derivative is left.
 */
export function isHalfSquare(tape: Tape, { edge, alteration }: Change): boolean {
  if (alteration.kind !== 'zero' || edge.operation !== MULTIPLY || edge.kind === 'composite') return false;
  return edge.entries.every((entry, n) => {
    const start = edge.starts[n];
    const other = edge.kind === 'left' ? tape.right[entry] : tape.left[entry];
    return holds(tape, other, start);
  });
}

/** Whether one entry is the other, its modulus, or a product with it. */
function holds(tape: Tape, entry: number, factor: number): boolean {
  if (entry === factor) return true;
  if (entry <= tape.inputs || ![ABS, MULTIPLY].includes(operationAt(tape, entry))) return false;
  return tape.left[entry] === factor || tape.right[entry] === factor;
}

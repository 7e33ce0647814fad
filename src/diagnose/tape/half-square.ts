import { ABS, MULTIPLY } from '../../autodiff/operations.js';
import { operationAt, type Tape } from '../../model/tape.js';
import type { Change } from './altered-sweep.js';

/**
 * Whether to leave a path out is to forget that a factor stands in a product twice, as in c·v·v or v·|v|: half of the
 * derivative is left.
 */
export function isHalfSquare(tape: Tape, { edge, alteration }: Change): boolean {
  if (alteration.kind !== 'zero' || edge.operation !== MULTIPLY || edge.kind === 'composite') return false;
  const partners = partnersOf(tape, edge.entries);
  return edge.entries.every((entry, n) => {
    const start = edge.starts[n];
    const other = edge.kind === 'left' ? tape.right[entry] : tape.left[entry];
    // The second factor stands within the other operand, or the product is multiplied by it further on.
    return isAlike(tape, other, start) || isFactor(tape, other, start) || isAlike(tape, partners[n], start);
  });
}

/** What each of some products is multiplied by in its turn; 0 for nothing. */
function partnersOf(tape: Tape, entries: Int32Array): Int32Array {
  const places = new Map(Array.from(entries, (entry, n) => [entry, n]));
  const partners = new Int32Array(entries.length);
  for (let i = entries[0] + 1; i <= tape.output; i++) {
    if (operationAt(tape, i) !== MULTIPLY) continue;
    const [left, right] = [tape.left[i], tape.right[i]];
    const [ofLeft, ofRight] = [places.get(left), places.get(right)];
    if (ofLeft !== undefined) partners[ofLeft] = right;
    if (ofRight !== undefined) partners[ofRight] = left;
  }
  return partners;
}

function isFactor(tape: Tape, product: number, factor: number): boolean {
  if (product <= tape.inputs || operationAt(tape, product) !== MULTIPLY) return false;
  return isAlike(tape, tape.left[product], factor) || isAlike(tape, tape.right[product], factor);
}

/** Whether two entries are one number, but for its sign. */
function isAlike(tape: Tape, a: number, b: number): boolean {
  const bare = (entry: number): number =>
    entry > tape.inputs && operationAt(tape, entry) === ABS ? tape.left[entry] : entry;
  return a !== 0 && bare(a) === bare(b);
}

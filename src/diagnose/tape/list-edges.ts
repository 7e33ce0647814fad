import { operationAt, siteAt, type Tape } from '../../model/tape.js';
import type { Edge } from './altered-sweep.js';

/** Chains of more operations than this are hardly one function in the mind of who wrote them. */
const LONGEST_CHAIN = 6;

/**
 * The edges of a tape on which the result depends: of every place in the source by each of its operands, and chains of
 * operations on one number (as 1/(1 + e⁻ˣ) is one function of x).
 */
export function listEdges(tape: Tape, adjoints: Float64Array): Edge[] {
  const groups = new Map<string, { side: Edge['side']; length: number; entries: number[] }>();
  const add = (entry: number, side: Edge['side'], length: number): void => {
    const key = `${siteAt(tape, entry)} ${side} ${length}`;
    const group = groups.get(key);
    if (group) group.entries.push(entry);
    else groups.set(key, { side, length, entries: [entry] });
  };
  for (let i = tape.inputs + 1; i <= tape.output; i++) {
    if (adjoints[i] === 0 || siteAt(tape, i) === 0) continue;
    const l = tape.left[i];
    const r = tape.right[i];
    if (l !== 0 && l === r) add(i, 'both', 1);
    else {
      if (l !== 0) add(i, 'left', 1);
      if (r !== 0) add(i, 'right', 1);
    }
    let at = i;
    for (let length = 1; length <= LONGEST_CHAIN; length++) {
      const next = soleOperand(tape, at);
      if (next === 0) break;
      if (length > 1) add(i, 'left', length);
      at = next;
      if (at <= tape.inputs) break;
    }
  }
  return [...groups.values()].map(({ side, length, entries }) => ({
    site: siteAt(tape, entries[0]),
    operation: operationAt(tape, entries[0]),
    side,
    length,
    entries: Int32Array.from(entries),
  }));
}

/** The one tracked number an entry is computed from, or 0. */
function soleOperand(tape: Tape, i: number): number {
  if (i <= tape.inputs) return 0;
  const l = tape.left[i];
  const r = tape.right[i];
  if (l === 0) return r;
  return r === 0 || r === l ? l : 0;
}

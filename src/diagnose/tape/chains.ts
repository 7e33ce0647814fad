import { slopesAt } from '../../autodiff/sweep.js';
import { siteAt, type Tape } from '../../model/tape.js';
import type { Edge } from './edge.js';

/**
 * The executions of a place, followed on through the operations that made one of their operands: what log(eᶻ/Σeᶻ) passes
 * back to z along its numerator, say.
 */
export interface Chain {
  /** The last entries passed through: what an index picked. */
  readonly picked: Int32Array;
  readonly starts: Int32Array;
  readonly slopes: Float64Array;
  /** The operand of a picked entry that is the start. */
  readonly side: 'left' | 'right';
}

/** Operations followed behind the place itself. */
const MOST_LINKS = 4;

/** The chains behind an edge, each along one operand, as long as all its executions go the same way. */
export function listChains(tape: Tape, edge: Edge): Chain[] {
  const found: Chain[] = [];
  const follow = (picked: Int32Array, slopes: Float64Array, links: number): void => {
    if (links === MOST_LINKS || !isOnePlace(tape, picked)) return;
    for (const side of ['left', 'right'] as const) {
      const starts = picked.map((entry) => tape[side][entry]);
      if (starts.some((start) => start === 0)) continue;
      const through = slopes.map((slope, n) => slope * slopesAt(tape, picked[n])[side === 'left' ? 0 : 1]);
      found.push({ picked, starts, slopes: through, side });
      follow(starts, through, links + 1);
    }
  };
  follow(edge.starts, edge.slopes, 0);
  return found;
}

function isOnePlace(tape: Tape, entries: Int32Array): boolean {
  const site = siteAt(tape, entries[0]);
  return entries.every((entry) => entry > tape.inputs && siteAt(tape, entry) === site);
}

import { siteAt, type Tape } from '../../../model/tape.js';
import type { Alteration } from '../alteration.js';
import { substitution } from '../build-alterations.js';
import type { Edge } from '../edge.js';
import type { SiteSequences } from '../site-sequences.js';

/** Lengths of a step that are tried at a place. */
const MOST_STEPS = 12;

/**
 * The other factor one step of a loop later: the state after a step instead of before it. Read from the executions that
 * come a step later; after the last step from what the place that makes the factor computed next.
 */
export function fromLaterSteps(tape: Tape, edge: Edge, sequences: SiteSequences): Alteration[] {
  const { entries, kind } = edge;
  const count = entries.length;
  const factors = Int32Array.from(entries, (i) => (kind === 'left' ? tape.right[i] : tape.left[i]));
  const found: Alteration[] = [];
  for (let step = 1; step <= count / 2 && found.length < MOST_STEPS; step++) {
    if (count % step !== 0) continue;
    const values = new Float64Array(count);
    let isWhole = true;
    for (let n = 0; n < count && isWhole; n++) {
      const later = n + step < count ? factors[n + step] : nextOf(factors[n], factors[n - step]);
      isWhole = later !== 0;
      values[n] = tape.value[later];
    }
    if (!isWhole || values.every((value, n) => value === edge.slopes[n])) continue;
    const name = `${step} later`;
    const words = 'the same variable one step later';
    found.push({ ...substitution(name, words, values), code: 'off-by-one' });
  }
  return found;

  /** What was computed as long after an entry as this after the entry a step before. */
  function nextOf(entry: number, before: number): number {
    if (entry <= tape.inputs || before <= tape.inputs || siteAt(tape, entry) !== siteAt(tape, before)) return 0;
    return sequences.neighbour(entry, sequences.positionOf(entry) - sequences.positionOf(before));
  }
}

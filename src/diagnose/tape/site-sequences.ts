import { siteAt, type Tape } from '../../model/tape.js';
import type { Leaf } from '../../model/tree-layout.js';

/** The results of each place in the order they were computed, and the entries of each parameter: what an index runs over. */
export class SiteSequences {
  private readonly sequences = new Map<number, number[]>();
  private readonly position: Int32Array;

  constructor(
    private readonly tape: Tape,
    private readonly leaves: readonly Leaf[],
  ) {
    this.position = new Int32Array(tape.length);
    for (const { offset, size } of leaves) for (let k = 0; k < size; k++) this.position[1 + offset + k] = k;
    for (let i = tape.inputs + 1; i <= tape.output; i++) {
      const site = siteAt(tape, i);
      const sequence = this.sequences.get(site) ?? [];
      this.sequences.set(site, sequence);
      this.position[i] = sequence.push(i) - 1;
    }
  }

  /** The place of an entry among those of its kind. */
  positionOf(entry: number): number {
    return this.position[entry];
  }

  /** How many entries there are of the kind of this one. */
  lengthOf(entry: number): number {
    return this.leafOf(entry)?.size ?? this.sequences.get(siteAt(this.tape, entry))?.length ?? 0;
  }

  /** The entry that stands so many places further on; 0 where there is none. */
  neighbour(entry: number, offset: number): number {
    const at = this.position[entry] + offset;
    const leaf = this.leafOf(entry);
    if (leaf) return at >= 0 && at < leaf.size ? 1 + leaf.offset + at : 0;
    return this.sequences.get(siteAt(this.tape, entry))?.[at] ?? 0;
  }

  /** The parameter that an entry is part of, if it is one. */
  leafOf(entry: number): Leaf | undefined {
    if (entry > this.tape.inputs) return undefined;
    return this.leaves.find(({ offset, size }) => entry > offset && entry <= offset + size);
  }
}

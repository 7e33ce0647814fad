import { siteAt, type Tape } from '../../../model/tape.js';
import type { Leaf } from '../../../model/tree-layout.js';
import type { Edge } from '../edge.js';
import { SiteSequences } from '../site-sequences.js';
import { ValueClasses } from './value-classes.js';

/** An execution: where the right factor stands among the numbers of its kind, and where the one that was taken does. */
export interface Taken {
  readonly right: number;
  readonly taken: number;
  /** Of a matrix, its columns. */
  readonly columns: number;
}

/** The part that may have come from elsewhere. */
const MOST_MISSING = 1 / 3;

/** Finds numbers among those that the right factors of an edge are elements of. */
export class ElementFinder {
  private readonly sequences: SiteSequences;
  private readonly families = new Map<string, Family>();

  constructor(
    private readonly tape: Tape,
    leaves: readonly Leaf[],
    private readonly edge: Edge,
    private readonly rounding: number,
  ) {
    this.sequences = new SiteSequences(tape, leaves);
  }

  /** Null where too few are found: no elements, or of something else. A loop may start from something else. */
  findAll(slopes: Float64Array): Taken[] | null {
    const found: Taken[] = [];
    let missing = 0;
    for (const [n, slope] of slopes.entries()) {
      // Nothing was taken.
      if (slope === 0) continue;
      const factor = this.factorAt(n);
      const right = this.sequences.positionOf(factor === 0 ? this.edge.entries[n] : factor);
      const family = this.familyOf(factor);
      const taken = family.find(slope, right);
      if (taken >= 0) found.push({ right, taken, columns: family.columns });
      else missing++;
    }
    return missing <= MOST_MISSING * slopes.length ? found : null;
  }

  /** Whether all are elements of one of the kinds that the right factors are elements of. */
  holdsAll(values: readonly number[]): boolean {
    const families = new Set(Array.from(this.edge.entries, (_, n) => this.familyOf(this.factorAt(n))));
    return values.every((value) => [...families].some((family) => family.find(value, 0) >= 0));
  }

  private factorAt(n: number): number {
    const entry = this.edge.entries[n];
    return this.edge.kind === 'left' ? this.tape.right[entry] : this.tape.left[entry];
  }

  private familyOf(factor: number): Family {
    const leaf = this.sequences.leafOf(factor);
    const key = leaf ? leaf.path : factor === 0 ? 'constants' : String(siteAt(this.tape, factor));
    const known = this.families.get(key);
    if (known) return known;
    const family = this.openFamily(factor, leaf);
    this.families.set(key, family);
    return family;
  }

  /** All entries of the parameter, or all results of the place, that a factor is one of. */
  private openFamily(factor: number, leaf: Leaf | undefined): Family {
    const { tape, sequences, rounding, edge } = this;
    // Numbers that do not depend on the parameters are known by who takes them.
    const first = factor === 0 ? edge.entries[0] : factor;
    const valueAt = (entry: number): number => (factor === 0 ? tape.constant[entry] : tape.value[entry]);
    const start = sequences.neighbour(first, -sequences.positionOf(first));
    const values = Float64Array.from({ length: sequences.lengthOf(first) }, (_, k) =>
      valueAt(sequences.neighbour(start, k)),
    );
    return new Family(values, leaf && leaf.shape.length === 2 ? leaf.shape[1] : 0, rounding);
  }
}

/** All elements of a parameter, or all results of a place. */
class Family {
  private readonly classes: ValueClasses;
  private readonly members: number[][] = [];

  constructor(
    private readonly values: Float64Array,
    readonly columns: number,
    rounding: number,
  ) {
    this.classes = new ValueClasses(values, rounding);
    values.forEach((value, k) => {
      const found = this.classes.classOf(value);
      if (found >= 0) (this.members[found] ??= []).push(k);
    });
  }

  /** The element of a value that is nearest to the right one; −1 where there is none. */
  find(value: number, right: number): number {
    const found = this.classes.classOf(value);
    const members = (this.members[found] ?? []).filter((k) => Math.sign(this.values[k]) === Math.sign(value));
    return members.reduce((best, k) => (best < 0 || Math.abs(k - right) < Math.abs(best - right) ? k : best), -1);
  }
}

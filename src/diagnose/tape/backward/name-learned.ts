import { MULTIPLY } from '../../../autodiff/operations.js';
import { siteAt, type Tape } from '../../../model/tape.js';
import type { Leaf } from '../../../model/tree-layout.js';
import type { Edge } from '../edge.js';
import { SiteSequences } from '../site-sequences.js';
import { listSwaps } from '../substitutions/swapped-loops.js';
import { ValueClasses } from './value-classes.js';

/** What was mistaken where the gradient holds other derivatives than the right ones. */
export type LearnedCode = 'wrong-derivative' | 'transposed' | 'permuted' | 'off-by-one';

/** An execution: where the right factor stands among the numbers of its kind, and where the one that was taken does. */
interface Taken {
  readonly right: number;
  readonly taken: number;
  /** Of a matrix, its columns. */
  readonly columns: number;
}

/**
 * The name of a wrong factor of a product. Where all that was taken are other elements of what the right ones are elements
 * of, an index is wrong: two of them exchanged, one shifted, or another order. Anything else is a wrong derivative.
 */
export function nameLearned(
  tape: Tape,
  leaves: readonly Leaf[],
  edge: Edge,
  slopes: Float64Array,
  rounding: number,
): LearnedCode {
  if (edge.operation !== MULTIPLY || edge.kind === 'composite') return 'wrong-derivative';
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= rounding * Math.abs(b);
  if (listSwaps(slopes.length).some((order) => slopes.every((slope, n) => isNear(slope, edge.slopes[order[n]]))))
    return 'transposed';
  const found = new ElementFinder(tape, leaves, edge, rounding).findAll(slopes);
  if (found === null) return hasSame(slopes, edge.slopes, isNear) ? 'permuted' : 'wrong-derivative';
  const moved = found.filter(({ right, taken }) => right !== taken);
  if (moved.length === 0) return 'wrong-derivative';
  if (moved.every(isTransposed)) return 'transposed';
  const [first] = moved;
  if (moved.every(({ right, taken }) => taken - right === first.taken - first.right)) return 'off-by-one';
  return hasSame(slopes, edge.slopes, isNear) ? 'permuted' : 'off-by-one';
}

function isTransposed({ right, taken, columns }: Taken): boolean {
  return taken === (right % columns) * columns + Math.floor(right / columns);
}

/** Whether two lists hold the same numbers in another order. */
function hasSame(a: Float64Array, b: Float64Array, isNear: (a: number, b: number) => boolean): boolean {
  const [first, second] = [a.toSorted(), b.toSorted()];
  return first.every((value, n) => isNear(value, second[n]));
}

/** Finds numbers among those that the right factors of an edge are elements of. */
class ElementFinder {
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

  /** Null where one is not found: no element, or of something else. */
  findAll(slopes: Float64Array): Taken[] | null {
    const found: Taken[] = [];
    for (const [n, slope] of slopes.entries()) {
      const factor = this.factorAt(n);
      const right = factor === 0 ? n : this.sequences.positionOf(factor);
      const family = this.familyOf(factor);
      const taken = family.find(slope, right);
      if (taken < 0) return null;
      found.push({ right, taken, columns: family.columns });
    }
    return found;
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
    // Of numbers that do not depend on the parameters, those that the place itself takes are known.
    if (factor === 0) return new Family(edge.slopes, 0, rounding);
    const start = sequences.neighbour(factor, -sequences.positionOf(factor));
    const values = Float64Array.from(
      { length: sequences.lengthOf(factor) },
      (_, k) => tape.value[sequences.neighbour(start, k)],
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

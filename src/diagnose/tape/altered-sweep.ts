import { slopesAt } from '../../autodiff/sweep.js';
import type { Tape } from '../../model/tape.js';
import type { Alteration } from './alteration.js';
import type { Edge } from './edge.js';

/** One mistake as it would be made in a backward pass. */
export interface Change {
  readonly edge: Edge;
  readonly alteration: Alteration;
}

/** A tape with its local derivatives computed once, for many sweeps that differ in a few of them. */
export class AlterableTape {
  private readonly leftSlopes: Float64Array;
  private readonly rightSlopes: Float64Array;
  private readonly adjoints: Float64Array;

  constructor(readonly tape: Tape) {
    const { length, inputs } = tape;
    this.leftSlopes = new Float64Array(length);
    this.rightSlopes = new Float64Array(length);
    this.adjoints = new Float64Array(length);
    for (let i = inputs + 1; i < length; i++) [this.leftSlopes[i], this.rightSlopes[i]] = slopesAt(tape, i);
  }

  /** The gradient that comes out when local derivatives are changed as told: a reverse sweep with the changes in place. */
  sweep(changes: readonly Change[]): Float64Array {
    const { tape, adjoints, leftSlopes, rightSlopes } = this;
    const { left, right, inputs, output } = tape;
    const extra = this.extraSlopes(changes);
    adjoints.fill(0, 0, output + 1);
    adjoints[output] = 1;
    let next = extra.length - 1;
    for (let i = output; i > inputs; i--) {
      const adjoint = adjoints[i];
      // What is passed back besides, in the order of the sweep.
      for (; next >= 0 && extra[next].entry >= i; next--)
        if (extra[next].entry === i) adjoints[extra[next].start] += adjoint * extra[next].difference;
      if (adjoint === 0) continue;
      if (leftSlopes[i] !== 0) adjoints[left[i]] += adjoint * leftSlopes[i];
      if (rightSlopes[i] !== 0) adjoints[right[i]] += adjoint * rightSlopes[i];
    }
    return adjoints.slice(1, 1 + inputs);
  }

  /**
   * The gradient that comes out when the derivative at each execution of an edge is told as its adjoint becomes known, the
   * last execution first; null as soon as one is not known.
   */
  sweepLearning(
    { entries, starts, slopes }: Edge,
    slopeAt: (n: number, adjoint: number) => number | null,
  ): Float64Array | null {
    const { tape, adjoints, leftSlopes, rightSlopes } = this;
    const { left, right, inputs, output } = tape;
    adjoints.fill(0, 0, output + 1);
    adjoints[output] = 1;
    let next = entries.length - 1;
    for (let i = output; i > inputs; i--) {
      const adjoint = adjoints[i];
      for (; next >= 0 && entries[next] >= i; next--) {
        const slope = slopeAt(next, adjoint);
        if (slope === null) return null;
        adjoints[starts[next]] += adjoint * (slope - slopes[next]);
      }
      if (adjoint === 0) continue;
      if (leftSlopes[i] !== 0) adjoints[left[i]] += adjoint * leftSlopes[i];
      if (rightSlopes[i] !== 0) adjoints[right[i]] += adjoint * rightSlopes[i];
    }
    return adjoints.slice(1, 1 + inputs);
  }

  private extraSlopes(changes: readonly Change[]): Extra[] {
    const extra: Extra[] = [];
    let isInOrder = changes.length === 1;
    for (const { edge, alteration } of changes) {
      const { entries, starts: own, slopes } = edge;
      const altered = alteration.slopes(this.tape, edge);
      const { starts } = alteration;
      isInOrder &&= !starts;
      for (let n = 0; n < entries.length; n++) {
        const entry = entries[n];
        const difference = (starts ? 0 : altered[n]) - slopes[n];
        if (difference !== 0) extra.push({ entry, start: own[n], difference });
        if (starts && starts[n] !== 0) extra.push({ entry, start: starts[n], difference: altered[n] });
      }
    }
    return isInOrder ? extra : extra.sort((a, b) => a.entry - b.entry);
  }
}

/** What an entry passes back besides its own derivatives. */
interface Extra {
  readonly entry: number;
  readonly start: number;
  readonly difference: number;
}

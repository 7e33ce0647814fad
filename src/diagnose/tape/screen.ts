import { sweepTangents } from '../../autodiff/sweep.js';
import type { Tape } from '../../model/tape.js';
import type { Alteration } from './alteration.js';
import type { Change } from './altered-sweep.js';
import type { Edge } from './edge.js';
import { listPlausible } from './plausible.js';
import type { Projection } from './projection.js';

/** A mistake that could have been made, and what it does to each functional of the gradient, to first order. */
export interface Candidate extends Change {
  readonly effect: Float64Array;
  /** A confusion that is the right derivative times a constant, in all executions. */
  readonly isFactor?: boolean;
}

/** An edge, and how much of each functional passes through it: a factor f on it changes them by (f − 1)·share. */
export interface EdgeShare {
  readonly edge: Edge;
  readonly share: Float64Array;
}

/** What edges carry, and what may be wrong with them. */
export interface Screened {
  readonly candidates: readonly Candidate[];
  readonly shares: readonly EdgeShare[];
}

/** Adjoints of the loss and tangents along each functional's direction: all that first-order effects are made of. */
export class Screen {
  private readonly tangents: readonly Float64Array[];

  constructor(
    readonly tape: Tape,
    private readonly adjoints: Float64Array,
    projection: Projection,
  ) {
    this.tangents = projection.directions.map((direction) => sweepTangents(tape, direction));
  }

  /**
   * What passes through an edge, for each functional, with other derivatives in the place of the right ones: Σ ȳ·d·ẋ.
   * Exact as long as no path leads through two executions of the edge.
   */
  carried({ entries, starts: own }: Edge, slopes: Float64Array, starts: Int32Array = own): Float64Array {
    return Float64Array.from(this.tangents, (tangents) => {
      let sum = 0;
      for (let n = 0; n < entries.length; n++) {
        const through = this.adjoints[entries[n]] * tangents[starts[n]];
        if (through !== 0) sum += through * slopes[n];
      }
      return sum;
    });
  }

  /** The share of an edge and the effects of what may be wrong there. */
  list(edges: readonly Edge[]): Screened {
    const candidates: Candidate[] = [];
    const shares: EdgeShare[] = [];
    for (const edge of edges) {
      const share = this.carried(edge, edge.slopes);
      if (share.every((part) => part === 0)) continue;
      shares.push({ edge, share });
      for (const { alteration, slopes, isFactor } of listPlausible(this.tape, edge)) {
        const effect = this.carried(edge, slopes).map((part, f) => part - share[f]);
        candidates.push({ edge, alteration, isFactor, effect });
      }
    }
    return { candidates, shares };
  }

  /** What an entry of the gradient counts in a functional. */
  directionOf(f: number, i: number): number {
    return this.tangents[f][1 + i];
  }

  effect(edge: Edge, alteration: Alteration, share: Float64Array): Float64Array {
    return this.carried(edge, alteration.slopes(this.tape, edge), alteration.starts).map((part, f) => part - share[f]);
  }
}

import type { Tape } from '../../../model/tape.js';
import type { Leaf } from '../../../model/tree-layout.js';
import type { Change } from '../altered-sweep.js';
import type { Edge } from '../edge.js';
import { learned } from '../build-alterations.js';
import type { TrialGround } from '../match-carried-out.js';
import type { Functionals } from '../match.js';
import type { EdgeShare } from '../screen.js';
import type { BackwardPass } from './backward-pass.js';
import { openReader, PAIRINGS, readSlopes } from './learn-slopes.js';
import { listProducts } from './list-products.js';
import { nameLearned } from './name-learned.js';
import { ProductIndex } from './product-index.js';

/** The loss that a gradient is read against. */
export interface LearnedFrom {
  readonly tape: Tape;
  readonly adjoints: Float64Array;
  readonly leaves: readonly Leaf[];
  readonly backward: BackwardPass;
  /** Numbers that differ by less, relatively, are the same. */
  readonly rounding: number;
}

/** Derivatives that stand in the user's gradient, found at the edges of the loss that they were meant for. */
export class LearnedSlopes {
  private readonly indices: readonly ProductIndex[];

  constructor(private readonly source: LearnedFrom) {
    this.indices = listProducts(source.backward.tape).map((products) => new ProductIndex(products, source.rounding));
  }

  /** Changes that the gradient itself shows, and that explain the difference in some functionals. */
  match(ground: TrialGround, among: Functionals): Change[] {
    // What a place is, its parts are as well.
    const recurrent = new Set([...ground.trial.recurrent()].map(placeOf));
    return ground.shares
      .filter(({ share }) => among.some((f) => share[f] !== 0))
      .flatMap((one) => this.matchEdge(one, ground, among, recurrent.has(placeOf(one.edge))));
  }

  private matchEdge(one: EdgeShare, ground: TrialGround, among: Functionals, isRecurrent: boolean): Change[] {
    const { edge } = one;
    const { adjoints } = this.source;
    const found: Change[] = [];
    for (const index of this.indices) {
      if (!canPassOn(index, edge, adjoints, isRecurrent)) continue;
      for (const pairing of PAIRINGS) {
        const read = openReader(edge, index, pairing);
        const slopes = isRecurrent ? ground.trial.learn(edge, read, among) : readSlopes(edge, adjoints, read);
        if (slopes === null) continue;
        if (isSame(slopes, edge.slopes)) break;
        if (isRecurrent || this.fits(one, slopes, ground, among)) found.push(this.toChange(edge, slopes, index));
      }
    }
    return found;
  }

  private toChange(edge: Edge, slopes: Float64Array, { products: { site, way } }: ProductIndex): Change {
    const { tape, leaves, rounding } = this.source;
    return { edge, alteration: learned(slopes, site, way, nameLearned(tape, leaves, edge, slopes, rounding)) };
  }

  private fits({ edge, share }: EdgeShare, slopes: Float64Array, ground: TrialGround, among: Functionals): boolean {
    const { screen, target } = ground;
    const carried = screen.carried(edge, slopes);
    return among.every((f) => Math.abs(carried[f] - share[f] - target.difference[f]) <= target.tolerance[f]);
  }
}

function placeOf({ site, kind }: Edge): string {
  return `${site} ${kind}`;
}

/** Whether a product passes on the adjoints of an edge: all of them, or the last where it changes those before. */
function canPassOn(index: ProductIndex, { entries }: Edge, adjoints: Float64Array, isRecurrent: boolean): boolean {
  for (let n = entries.length - 1; n >= 0; n--) {
    const adjoint = adjoints[entries[n]];
    if (adjoint === 0) continue;
    if (!index.has(adjoint)) return false;
    if (isRecurrent) return true;
  }
  return true;
}

const SAME = 1e-9;

function isSame(slopes: Float64Array, right: Float64Array): boolean {
  return slopes.every((slope, n) => Math.abs(slope - right[n]) <= SAME * Math.abs(right[n]));
}

import type { Alteration } from './alteration.js';
import { timesFactor } from './build-alterations.js';
import type { SlopeReader } from './backward/learn-slopes.js';
import type { AlterableTape, Change } from './altered-sweep.js';
import type { Edge } from './edge.js';
import { confirms, type Functionals, type Target } from './match.js';
import { memoise } from './memoise.js';
import { project, type Projection } from './projection.js';
import type { EdgeShare } from './screen.js';
import type { Leaf } from '../../model/tree-layout.js';

/** Visits of entries that all sweeps of a search may cost: the work is bounded by counts, never by the clock. */
const MOST_SWEPT = 1e8;
/** As many more for derivatives that are read off the user's gradient while sweeping. */
const MOST_READ = 1e8;
/** The part of what is left that goes into finding out which edges follow themselves. */
const RECURRENT_PART = 1 / 4;

const DOUBLED = timesFactor(2);

/** Carries changes out, a whole sweep for each trial, as long as the work stays within its bound. */
export class Trial {
  private visitsLeft = MOST_SWEPT;
  private readsLeft = MOST_READ;
  /** What single changes come to. */
  private readonly known: (edge: Edge) => Map<Alteration, Float64Array>;
  private recurrentEdges: ReadonlySet<Edge> | null = null;

  constructor(
    private readonly alterable: AlterableTape,
    private readonly projection: Projection,
    private readonly target: Target,
    private readonly shares: readonly EdgeShare[],
  ) {
    this.known = memoise(alterable.tape, () => new Map<Alteration, Float64Array>());
  }

  /** Whether all that it may cost has been used. */
  get isSpent(): boolean {
    return this.visitsLeft < 0;
  }

  /** Takes some sweeps from what is left; false where there is not enough. */
  pay(sweeps = 1): boolean {
    this.visitsLeft -= sweeps * this.alterable.tape.length;
    return this.visitsLeft >= 0;
  }

  /** Whether changes give the claimed functionals; false as well where that would cost more than is left. */
  fits(changes: readonly Change[], among: Functionals): boolean {
    const values = this.carryOut(changes);
    return values !== null && this.isClaimed(values, among);
  }

  /** The functionals that changes give; of a single one known from the last time. Null where it would cost too much. */
  private carryOut(changes: readonly Change[]): Float64Array | null {
    const [{ edge, alteration }, ...more] = changes;
    const known = more.length === 0 ? this.known(edge) : new Map<Alteration, Float64Array>();
    const before = known.get(alteration);
    if (before) return before;
    if (!this.pay()) return null;
    const values = project(this.projection, this.alterable.sweep(changes));
    known.set(alteration, values);
    return values;
  }

  /**
   * The derivatives at an edge as they are read while sweeping back, if they give the claimed functionals; null where they do
   * not, where one cannot be read, or where that would cost more than is left.
   */
  learn(edge: Edge, read: SlopeReader, among: Functionals): Float64Array | null {
    this.readsLeft -= this.alterable.tape.length;
    if (this.readsLeft < 0) return null;
    const slopes = new Float64Array(edge.entries.length);
    const gradient = this.alterable.sweepLearning(edge, (n, adjoint) => {
      const slope = read(n, adjoint);
      slopes[n] = slope ?? NaN;
      return slope;
    });
    return gradient && this.isClaimed(project(this.projection, gradient), among) ? slopes : null;
  }

  private isClaimed(values: Float64Array, among: Functionals): boolean {
    const { right, difference, tolerance } = this.target;
    return among.every((f) => Math.abs(values[f] - right[f] - difference[f]) <= tolerance[f]);
  }

  /** Whether changes give the claimed gradient itself in some parameters. */
  confirms(changes: readonly Change[], leaves: readonly Leaf[]): boolean {
    return confirms(this.alterable.sweep(changes), leaves, this.target);
  }

  /** Edges of which one execution leads into another, so that first-order effects do not add up. */
  recurrent(): ReadonlySet<Edge> {
    if (this.recurrentEdges === null) {
      const most = Math.floor((this.visitsLeft * RECURRENT_PART) / this.alterable.tape.length);
      const tried = this.shares.filter(({ edge }) => edge.entries.length > 1).slice(0, most);
      this.pay(tried.length);
      this.recurrentEdges = new Set(tried.filter((one) => this.isRecurrent(one)).map(({ edge }) => edge));
    }
    return this.recurrentEdges;
  }

  /** Twice the derivative adds the share once more, unless some path has it twice. */
  private isRecurrent({ edge, share }: EdgeShare): boolean {
    const values = project(this.projection, this.alterable.sweep([{ edge, alteration: DOUBLED }]));
    const { right, tolerance } = this.target;
    return values.some((value, f) => Math.abs(value - right[f] - share[f]) > 10 * tolerance[f]);
  }
}

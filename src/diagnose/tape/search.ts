import { sweepFiniteAdjoints } from '../../autodiff/sweep.js';
import type { Tape } from '../../model/tape.js';
import type { Leaf, TreeLayout } from '../../model/tree-layout.js';
import { RANKS } from './alteration.js';
import { AlterableTape, type Change } from './altered-sweep.js';
import { alterationsOf } from './catalogue.js';
import { listDeepParts, listEdges, type Edge } from './edge.js';
import {
  confirms,
  findRecurrent,
  fitsCarriedOut,
  listRecurrentChanges,
  USUAL_FACTORS,
  matchFactors,
  matchPairs,
  matchScaled,
  matchSingles,
  type Functionals,
  type Target,
} from './match.js';
import { createProjection, project, projectSizes, type Projection } from './projection.js';
import { Screen, type EdgeShare, type Screened } from './screen.js';
import { createSubstitutions } from './substitutions.js';

export interface SearchProblem {
  readonly tape: Tape;
  readonly layout: TreeLayout;
  readonly claimed: Float64Array;
  /** The gradient by the tape. */
  readonly exact: Float64Array;
  /** Whether an entry was found wrong. */
  isWrong(i: number): boolean;
  /** Typical size of an entry. */
  scaleAt(i: number): number;
  readonly isFloat32: boolean;
  /** Whether a factor is one that people leave out: 2, ½, the number of rows. */
  isUsualFactor(factor: number): boolean;
  /** Whether a site stands in the user's own file; for choosing among places that fit as well. */
  isOwn(site: number): boolean;
  /** Lines between two sites; Infinity in different files. */
  lineGap(a: number, b: number): number;
  readonly random: () => number;
}

/** Changes that give the user's gradient, to rounding, in some parameters. */
export interface Match {
  readonly changes: readonly Change[];
  readonly leaves: readonly Leaf[];
}

/** Products that a screen may cost: the work is bounded by counts, never by the clock. */
const MOST_SCREENED = 4e8;
/** Edges and alterations that each entry of a tape takes part in, on the average. */
const VISITS_PER_ENTRY = 20;
/** Visits of entries that all sweeps of a search may cost. */
const MOST_SWEPT = 1e8;
/** Values that the tangents of all functionals may hold. */
const MOST_TANGENTS = 4e7;
const MOST_CONFIRMED = 30;

/** Looks for changes of local derivatives that turn the gradient of a tape into the claimed one. */
export class Search {
  readonly tape: Tape;
  readonly wrongLeaves: readonly Leaf[];
  /** The number of the parameter that an entry of the flat vector belongs to. */
  readonly blockOf: (i: number) => number;
  readonly adjoints: Float64Array;
  readonly target: Target;
  readonly projection: Projection;
  /** All functionals. */
  readonly all: Functionals;
  private readonly screen: Screen;
  private readonly alterable: AlterableTape;
  private readonly edges: readonly Edge[];
  private readonly whole: Screened;
  private deep: Screened | null = null;
  private recurrentEdges: readonly Edge[] | null = null;
  private visitsLeft = MOST_SWEPT;

  /** Null where the search would cost too much, or there is nothing to compare. */
  static open(problem: SearchProblem): Search | null {
    const { tape, layout, claimed, exact, isWrong } = problem;
    if (tape.output === 0 || !claimed.every(Number.isFinite) || !exact.every(Number.isFinite)) return null;
    const wrongLeaves = layout.leaves.filter((leaf) => hasWrong(leaf, isWrong));
    if (wrongLeaves.length === 0) return null;
    const projection = createProjection(layout, wrongLeaves, problem.scaleAt, problem.random);
    const count = projection.directions.length;
    if (tape.length * count > MOST_TANGENTS || tape.length * count * VISITS_PER_ENTRY > MOST_SCREENED) return null;
    return new Search(problem, wrongLeaves, projection);
  }

  private constructor(
    private readonly problem: SearchProblem,
    wrongLeaves: readonly Leaf[],
    projection: Projection,
  ) {
    const { tape, claimed, exact, isFloat32 } = problem;
    const difference = project(
      projection,
      claimed.map((value, i) => value - exact[i]),
    );
    const rounding = isFloat32 ? 3e-5 : 1e-10;
    const tolerance = projectSizes(projection, claimed, exact).map((size) => rounding * size + Number.MIN_VALUE);
    this.tape = tape;
    this.wrongLeaves = wrongLeaves;
    this.projection = projection;
    const right = project(projection, exact);
    this.target = { claimed, exact, right, difference, tolerance, rounding: isFloat32 ? 1e-4 : 1e-9 };
    this.all = projection.directions.map((_, f) => f);
    this.adjoints = sweepFiniteAdjoints(tape);
    this.blockOf = blockFinder(problem.layout);
    this.edges = listEdges(tape, this.adjoints, this.blockOf);
    this.alterable = new AlterableTape(tape);
    this.screen = new Screen(tape, this.adjoints, projection);
    this.whole = this.screen.list(this.edges);
  }

  /** What explains the whole gradient at once: the wrong parameters, and that the others are right. */
  explainAll(): Match[] {
    return this.explain(this.all, this.problem.layout.leaves, this.wrongLeaves);
  }

  /** What explains one parameter, whatever becomes of the others. */
  explainLeaf(leaf: Leaf): Match[] {
    const group = this.projection.groups.findIndex(({ leaves }) => leaves.length === 1 && leaves[0] === leaf);
    const among = this.all.filter((f) => this.projection.groupOf[f] === group);
    return among.length < 2 ? [] : this.explain(among, [leaf], [leaf]);
  }

  /** The last place that all wrong parameters go through and no right one; null where every place is shared or none is. */
  lastOfTheWrong(): Edge | null {
    const { groups, groupOf } = this.projection;
    if (groups.every(({ isWrong }) => isWrong)) return null;
    let last: Edge | null = null;
    for (const { edge, share } of this.whole.shares) {
      if (edge.part || edge.kind === 'composite') continue;
      const passes = (g: number): boolean => groupOf.some((group, f) => group === g && share[f] !== 0);
      if (!groups.every(({ isWrong }, g) => passes(g) === isWrong)) continue;
      if (last === null || edge.entries.at(-1)! > last.entries.at(-1)!) last = edge;
    }
    return last;
  }

  /** Through the places themselves; where that fails, through those of their executions that end up somewhere alike. */
  private explain(among: Functionals, confirmed: readonly Leaf[], leaves: readonly Leaf[]): Match[] {
    const found = this.explainBy(this.whole, among, confirmed, leaves);
    if (found.length > 0) return found;
    this.deep ??= this.screen.list(listDeepParts(this.tape, this.edges));
    const { candidates, shares } = this.deep;
    const { target } = this;
    const changes = [
      ...matchSingles(candidates, target, among),
      ...matchFactors(shares, target, among).filter(isPlainFactor),
    ];
    return this.confirm(singles(changes), confirmed, leaves);
  }

  /** Stages from the plain to the far-fetched; the first that is confirmed ends the search. */
  private explainBy(
    { candidates, shares }: Screened,
    among: Functionals,
    confirmed: readonly Leaf[],
    leaves: readonly Leaf[],
  ): Match[] {
    const { target } = this;
    const { isUsualFactor } = this.problem;
    const isFew = leaves.reduce((sum, leaf) => sum + this.countWrong(leaf), 0) < LEAST_FOR_A_FACTOR;
    // With few numbers to explain nearly any place has a factor that does it: only one that people leave out counts.
    const factors = (): Change[] =>
      matchFactors(shares, target, among).filter(({ alteration }) => !isFew || isUsualFactor(alteration.factor!));
    const stages: (() => Change[][])[] = [
      () => singles([...matchSingles(candidates, target, among), ...factors().filter(isPlainFactor)]),
      () => singles(matchScaled(candidates, shares, target, among, isUsualFactor)),
      () => singles(this.matchRecurrent(among)),
      () => singles(factors()),
      () => this.matchAlike(among),
      () => singles(this.matchSubstitutions(among)),
      () => (among.length >= LEAST_FOR_PAIRS ? matchPairs(candidates, target, among) : []),
      () => (among.length >= LEAST_FOR_PAIRS ? this.matchNeighbours(among) : []),
    ];
    for (const stage of stages) {
      const found = this.confirm(stage(), confirmed, leaves);
      if (found.length > 0) return found;
    }
    return [];
  }

  private countWrong({ offset, size }: Leaf): number {
    let count = 0;
    for (let i = offset; i < offset + size; i++) if (this.problem.isWrong(i)) count++;
    return count;
  }

  private confirm(found: Change[][], confirmed: readonly Leaf[], leaves: readonly Leaf[]): Match[] {
    const kept: Match[] = [];
    for (const changes of found.sort((a, b) => this.compare(a, b)).slice(0, MOST_CONFIRMED)) {
      if (!this.pay(1)) break;
      if (confirms(this.alterable.sweep(changes), confirmed, this.target)) kept.push({ changes, leaves });
    }
    return kept;
  }

  private matchRecurrent(among: Functionals): Change[] {
    const changes = listRecurrentChanges(this.recurrent(), alterationsOf);
    return changes.filter((change) => this.pay(1) && this.fits([change], among));
  }

  private matchSubstitutions(among: Functionals): Change[] {
    const substitutionsOf = createSubstitutions(this.tape, this.adjoints, this.edges, this.problem.layout.leaves);
    const recurrent = new Set(this.recurrent());
    const found: Change[] = [];
    for (const { edge, share } of this.whole.shares) {
      if (among.every((f) => share[f] === 0)) continue;
      for (const alteration of substitutionsOf(edge)) {
        const change = { edge, alteration };
        if (recurrent.has(edge)) {
          if (this.pay(1) && this.fits([change], among)) found.push(change);
        } else if (this.pay(edge.entries.length / this.tape.length)) {
          const effect = this.screen.effect(edge, alteration, share);
          found.push(...matchSingles([{ ...change, effect }], this.target, among));
        }
      }
    }
    return found;
  }

  /**
   * The same change at two places where one execution leads into the next, in one line of the source or close to each
   * other: only carrying them out tells.
   */
  private matchNeighbours(among: Functionals): Change[][] {
    const plain = this.recurrent();
    const found: Change[][] = [];
    const pairs = plain.flatMap((a, i) =>
      plain
        .slice(i + 1)
        .filter((b) => a.site !== b.site && a.kind === b.kind && a.part?.key === b.part?.key)
        .map((b) => [a, b] as const),
    );
    const gap = ([a, b]: readonly [Edge, Edge]): number => this.problem.lineGap(a.site, b.site);
    for (const [a, b] of pairs.sort((p, q) => gap(p) - gap(q))) {
      for (const first of [...alterationsOf(a), ...USUAL_FACTORS]) {
        if (first.kind === 'confusion') continue;
        const second = [...alterationsOf(b), ...USUAL_FACTORS].find(({ name }) => name === first.name);
        if (!second) continue;
        const changes = [
          { edge: a, alteration: first },
          { edge: b, alteration: second },
        ];
        if (!this.pay(1)) return found;
        if (this.fits(changes, among)) found.push(changes);
      }
      if (found.length > 0) return found;
    }
    return found;
  }

  /** The same change in all operations of a kind that stand close to each other, as in the lines of one formula. */
  private matchAlike(among: Functionals): Change[][] {
    const recurrent = new Set(this.recurrent());
    const found: Change[][] = [];
    for (const group of this.alike()) {
      const isRecurrent = group.some(({ edge }) => recurrent.has(edge));
      for (const alteration of [...alterationsOf(group[0].edge), ...USUAL_FACTORS]) {
        const changes = group.map(({ edge }) => ({ edge, alteration }));
        if (isRecurrent) {
          if (this.pay(1) && this.fits(changes, among)) found.push(changes);
          continue;
        }
        const effects = group.map(({ edge, share }) => this.screen.effect(edge, alteration, share));
        const sum = effects[0].map((_, f) => effects.reduce((total, effect) => total + effect[f], 0));
        if (matchSingles([{ ...changes[0], effect: sum }], this.target, among).length > 0) found.push(changes);
      }
    }
    return found;
  }

  /** Groups of whole places with the same operation within a few lines. */
  private alike(): EdgeShare[][] {
    const groups = new Map<string, EdgeShare[][]>();
    for (const item of this.whole.shares) {
      const { edge } = item;
      if (edge.part) continue;
      const key = `${edge.operation} ${edge.kind} ${edge.constants.length}`;
      const list = groups.get(key) ?? [];
      const near = list.find((group) => this.problem.lineGap(group.at(-1)!.edge.site, edge.site) <= NEAR_LINES);
      if (near) near.push(item);
      else list.push([item]);
      groups.set(key, list);
    }
    return [...groups.values()].flat().filter((group) => group.length > 1);
  }

  private fits(changes: readonly Change[], among: Functionals): boolean {
    return fitsCarriedOut(this.alterable, changes, this.projection, this.target, among);
  }

  private recurrent(): readonly Edge[] {
    if (this.recurrentEdges === null) {
      const mostEdges = Math.floor(this.visitsLeft / 4 / this.tape.length);
      this.recurrentEdges = findRecurrent(this.alterable, this.whole.shares, this.projection, this.target, mostEdges);
      this.pay(Math.min(mostEdges, this.whole.shares.length));
    }
    return this.recurrentEdges;
  }

  /** Takes some sweeps from what is left; false where there is not enough. */
  private pay(sweeps: number): boolean {
    this.visitsLeft -= sweeps * this.tape.length;
    return this.visitsLeft >= 0;
  }

  /** The more telling first; of equally telling ones the user's own file, then the place nearest to the parameters. */
  private compare(a: readonly Change[], b: readonly Change[]): number {
    return (
      sumOf(a, rankOf) - sumOf(b, rankOf) ||
      sumOf(a, (change) => this.distance(change)) - sumOf(b, (change) => this.distance(change)) ||
      sumOf(a, position) - sumOf(b, position)
    );
  }

  private distance({ edge }: Change): number {
    return this.problem.isOwn(edge.site) ? 0 : 1;
  }
}

/** Lines apart at which operations are taken for parts of one formula. */
const NEAR_LINES = 3;
/** Fewer functionals than this are explained by a pair of places too easily. */
const LEAST_FOR_PAIRS = 4;

/** Fewer numbers than this are no evidence for a factor that means nothing. */
const LEAST_FOR_A_FACTOR = 3;

/** A factor that stands for itself: a sign, a square that was forgotten. */
function isPlainFactor({ alteration }: Change): boolean {
  return [-1, 2, 0.5].includes(alteration.factor!);
}

function singles(changes: readonly Change[]): Change[][] {
  return changes.map((change) => [change]);
}

/** A whole place before a part of its executions, one operation before several. */
export function rankOf({ edge, alteration }: Change): number {
  // Half of what a square or another symmetric form gives: the factor 2 is missing, not one of its two terms.
  if (edge.kind === 'composite' && alteration.factor === 0.5) return RANKS.omission - 0.1 + (edge.part ? 0.5 : 0);
  return alteration.rank + (edge.part ? 0.5 : 0) + (edge.kind === 'composite' ? 0.25 : 0);
}

function position({ edge }: Change): number {
  return edge.entries[edge.entries.length >> 1];
}

function sumOf(changes: readonly Change[], value: (change: Change) => number): number {
  return changes.reduce((sum, change) => sum + value(change), 0);
}

/** The number of the parameter that an entry of the flat vector belongs to. */
function blockFinder({ leaves, size }: TreeLayout): (i: number) => number {
  const blocks = new Int32Array(size);
  leaves.forEach((leaf, k) => blocks.fill(k, leaf.offset, leaf.offset + leaf.size));
  return (i) => blocks[i];
}

function hasWrong({ offset, size }: Leaf, isWrong: (i: number) => boolean): boolean {
  for (let i = offset; i < offset + size; i++) if (isWrong(i)) return true;
  return false;
}

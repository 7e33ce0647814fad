import { ADD, SUBTRACT } from '../../autodiff/operations.js';
import { sweepFiniteAdjoints } from '../../autodiff/sweep.js';
import type { Tape } from '../../model/tape.js';
import type { Leaf } from '../../model/tree-layout.js';
import { AlterableTape, type Change } from './altered-sweep.js';
import { listDeepParts } from './edge-parts.js';
import { listEdges, type Edge } from './edge.js';
import { matchAlike, matchNeighbours, matchRecurrent, type TrialGround } from './match-carried-out.js';
import { matchFactors, matchPairs, matchScaled, matchSingles, type Functionals, type Target } from './match.js';
import { matchKept, matchRedirects } from './match-index-mistakes.js';
import { matchSubstitutions } from './match-substitutions.js';
import { createProjection, type Projection } from './projection.js';
import { compareChanges } from './rank-changes.js';
import { Screen, type Screened } from './screen.js';
import { aimAt, blockFinder, countWrong, type Match, type SearchProblem } from './search-problem.js';
import { SiteSequences } from './site-sequences.js';
import { Trial } from './trial.js';

/** Products that a screen may cost. */
const MOST_SCREENED = 4e8;
/** Edges and alterations that each entry of a tape takes part in, on the average. */
const VISITS_PER_ENTRY = 20;
/** Values that the tangents of all functionals may hold. */
const MOST_TANGENTS = 4e7;
const MOST_CONFIRMED = 30;
/** Fewer functionals than this are explained by a pair of places too easily. */
const LEAST_FOR_PAIRS = 4;
/** Fewer numbers than this are no evidence for a factor that means nothing. */
const LEAST_FOR_A_FACTOR = 3;

/** Looks for changes of local derivatives that turn the gradient of a tape into the claimed one. */
export class Search {
  readonly tape: Tape;
  /** The number of the parameter that an entry of the flat vector belongs to. */
  readonly blockOf: (i: number) => number;
  readonly adjoints: Float64Array;
  readonly target: Target;
  /** All functionals. */
  private readonly all: Functionals;
  private readonly screen: Screen;
  private readonly edges: readonly Edge[];
  private readonly whole: Screened;
  private readonly trial: Trial;
  private deep: Screened | null = null;
  private readonly sequences: SiteSequences;

  /** Null where the search would cost too much, or there is nothing to compare. */
  static open(problem: SearchProblem): Search | null {
    const { tape, layout, claimed, exact } = problem;
    if (tape.output === 0 || !claimed.every(Number.isFinite) || !exact.every(Number.isFinite)) return null;
    const wrongLeaves = layout.leaves.filter((leaf) => countWrong(problem, [leaf]) > 0);
    if (wrongLeaves.length === 0) return null;
    const projection = createProjection(layout, wrongLeaves, problem.scaleAt, problem.random);
    const count = projection.directions.length;
    if (tape.length * count > MOST_TANGENTS || tape.length * count * VISITS_PER_ENTRY > MOST_SCREENED) return null;
    return new Search(problem, wrongLeaves, projection);
  }

  private constructor(
    private readonly problem: SearchProblem,
    readonly wrongLeaves: readonly Leaf[],
    private readonly projection: Projection,
  ) {
    const { tape } = problem;
    this.tape = tape;
    this.target = aimAt(problem, projection);
    this.all = projection.directions.map((_, f) => f);
    this.adjoints = sweepFiniteAdjoints(tape);
    this.blockOf = blockFinder(problem.layout);
    this.edges = listEdges(tape, this.adjoints, this.blockOf);
    this.sequences = new SiteSequences(tape, problem.layout.leaves);
    this.screen = new Screen(tape, this.adjoints, projection);
    this.whole = this.screen.list(this.edges);
    this.trial = new Trial(new AlterableTape(tape), projection, this.target, this.whole.shares);
  }

  /** What explains the whole gradient at once: the wrong parameters, and that the others are right. */
  explainAll(): Match[] {
    return this.explain(this.all, this.problem.layout.leaves, this.wrongLeaves);
  }

  /** What explains one parameter, whatever becomes of the others. */
  explainLeaf(leaf: Leaf): Match[] {
    const { groups, groupOf } = this.projection;
    const group = groups.findIndex(({ leaves }) => leaves.length === 1 && leaves[0] === leaf);
    const among = this.all.filter((f) => groupOf[f] === group);
    return among.length < 2 ? [] : this.explain(among, [leaf], [leaf]);
  }

  /**
   * The last place that all wrong parameters go through and no right one; null where every place is shared or none is. A
   * sum, whose derivatives are 1, only where there is nothing else.
   */
  lastOfTheWrong(): Edge | null {
    const { groups, groupOf } = this.projection;
    if (groups.every(({ isWrong }) => isWrong)) return null;
    const passes = (share: Float64Array, g: number): boolean =>
      groupOf.some((group, f) => group === g && share[f] !== 0);
    const suspects = this.whole.shares
      .filter(({ edge }) => !edge.part && edge.kind !== 'composite')
      .filter(({ share }) => groups.every(({ isWrong }, g) => passes(share, g) === isWrong))
      .map(({ edge }) => edge);
    return lastOf(suspects.filter(({ operation }) => !SUMS.has(operation))) ?? lastOf(suspects);
  }

  /** Through the places themselves; where that fails, through those of their executions that end up somewhere alike. */
  private explain(among: Functionals, confirmed: readonly Leaf[], leaves: readonly Leaf[]): Match[] {
    for (const stage of this.listStages(among, leaves)) {
      const found = this.confirm(stage(), confirmed, leaves);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** From the plain to the far-fetched; the first that is confirmed ends the search. */
  private listStages(among: Functionals, leaves: readonly Leaf[]): (() => Change[][])[] {
    const { target, problem, ground } = this;
    const { candidates, shares } = this.whole;
    const isFew = countWrong(problem, leaves) < LEAST_FOR_A_FACTOR;
    // With few numbers to explain nearly any place has a factor that does it: only one that people leave out counts.
    const factors = (): Change[] =>
      matchFactors(shares, target, among).filter(
        ({ alteration }) => !isFew || problem.isUsualFactor(alteration.factor!),
      );
    const pairs: (() => Change[][])[] = [
      () => matchPairs(candidates, target, among),
      () => matchNeighbours(ground, among),
    ];
    return [
      () => singles([...matchSingles(candidates, target, among), ...factors().filter(isPlainFactor)]),
      () => singles(matchScaled(candidates, shares, target, among, problem.isUsualFactor)),
      () => singles(matchRecurrent(ground, among)),
      () => singles(factors()),
      () => matchAlike(ground, among),
      () => singles(matchRedirects(ground, among, this.sequences)),
      () =>
        singles(
          matchSubstitutions(ground, among, {
            ...problem,
            adjoints: this.adjoints,
            edges: this.edges,
            steps: this.sequences,
          }),
        ),
      ...(among.length >= LEAST_FOR_PAIRS ? pairs : []),
      () => singles(this.matchDeepParts(among)),
      () => singles(matchKept(ground, among)),
    ];
  }

  private matchDeepParts(among: Functionals): Change[] {
    this.deep ??= this.screen.list(listDeepParts(this.tape, this.edges));
    const { candidates, shares } = this.deep;
    return [
      ...matchSingles(candidates, this.target, among),
      ...matchFactors(shares, this.target, among).filter(isPlainFactor),
    ];
  }

  private confirm(found: Change[][], confirmed: readonly Leaf[], leaves: readonly Leaf[]): Match[] {
    return found
      .sort((a, b) => compareChanges(a, b, this.problem.isOwn))
      .slice(0, MOST_CONFIRMED)
      .filter((changes) => this.trial.pay() && this.trial.confirms(changes, confirmed))
      .map((changes) => ({ changes, leaves }));
  }

  private get ground(): TrialGround {
    const { trial, screen, target, problem } = this;
    return { trial, screen, target, shares: this.whole.shares, lineGap: problem.lineGap };
  }
}

const SUMS: ReadonlySet<number> = new Set([ADD, SUBTRACT]);

function lastOf(edges: readonly Edge[]): Edge | null {
  const lastEntry = ({ entries }: Edge): number => entries.at(-1)!;
  return edges.reduce<Edge | null>((last, edge) => (last && lastEntry(last) >= lastEntry(edge) ? last : edge), null);
}

/** A factor that stands for itself: a sign, a square that was forgotten. */
function isPlainFactor({ alteration }: Change): boolean {
  return [-1, 2, 0.5].includes(alteration.factor!);
}

function singles(changes: readonly Change[]): Change[][] {
  return changes.map((change) => [change]);
}

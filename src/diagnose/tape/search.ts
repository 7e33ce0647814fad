import { ADD, SUBTRACT } from '../../autodiff/operations.js';
import { sweepFiniteAdjoints } from '../../autodiff/sweep.js';
import type { Tape } from '../../model/tape.js';
import type { Leaf } from '../../model/tree-layout.js';
import { AlterableTape, type Change } from './altered-sweep.js';
import { LearnedSlopes, type LearnedFrom } from './backward/match-learned.js';
import { WrittenTerms } from './backward/match-terms.js';
import { RightAdjoints } from './backward/right-adjoints.js';
import { listDeepParts } from './edge-parts.js';
import { listEdges, type Edge } from './edge.js';
import type { Functionals, Target } from './match.js';
import { keptOf, redirectsOf } from './index-mistakes.js';
import { memoise } from './memoise.js';
import { createProjection, type Projection } from './projection.js';
import { compareChanges } from './rank-changes.js';
import { Screen, type Screened } from './screen.js';
import { aimAt, blockFinder, countWrong, readRounding, type Match, type SearchProblem } from './search-problem.js';
import { SiteSequences } from './site-sequences.js';
import { listStages, type StageGround } from './stages.js';
import { createSubstitutions } from './substitutions/create-substitutions.js';
import { Trial } from './trial.js';

/** Products that a screen may cost. */
const MOST_SCREENED = 4e8;
/** Edges and alterations that each entry of a tape takes part in, on the average. */
const VISITS_PER_ENTRY = 20;
/** Values that the tangents of all functionals may hold. */
const MOST_TANGENTS = 4e7;
const MOST_CONFIRMED = 60;
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
  private learned: LearnedSlopes | null = null;
  private written: WrittenTerms | null = null;
  private right: RightAdjoints | null = null;
  private readonly ground: StageGround;

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
    this.screen = new Screen(tape, this.adjoints, projection);
    this.whole = this.screen.list(this.edges);
    this.trial = new Trial(new AlterableTape(tape), projection, this.target, this.whole.shares);
    this.ground = this.openGround();
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
   * The place at which the user's gradient, right up to there, goes wrong for all wrong parameters, the one nearest to the
   * loss; null where it cannot be followed or there is no such place.
   */
  whereItGoesWrong(): Edge | null {
    const right = this.rightAdjoints();
    if (right === null) return null;
    const { groups, groupOf } = this.projection;
    const isOnTheWay = (share: Float64Array): boolean =>
      groups.every(({ isWrong }, g) => !isWrong || groupOf.some((group, f) => group === g && share[f] !== 0));
    const suspects = this.whole.shares
      .filter(({ edge, share }) => !edge.part && edge.kind !== 'composite' && isOnTheWay(share))
      .map(({ edge }) => edge)
      .filter((edge) => right.reach(edge) && !right.pass(edge));
    return lastOf(suspects);
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
    const isFew = countWrong(this.problem, leaves) < LEAST_FOR_A_FACTOR;
    for (const stage of listStages(this.ground, among, isFew)) {
      const found = this.confirm(stage(), confirmed, leaves);
      if (found.length > 0) return found;
    }
    return [];
  }

  private rightAdjoints(): RightAdjoints | null {
    return (this.right ??= this.openLearned((source) => new RightAdjoints(source)));
  }

  private openLearned<Reader>(open: (source: LearnedFrom) => Reader): Reader | null {
    const { tape, adjoints, problem } = this;
    const { backward, layout, isFloat32 } = problem;
    if (!backward) return null;
    return open({ tape, adjoints, leaves: layout.leaves, backward, rounding: readRounding(isFloat32) });
  }

  private confirm(found: Change[][], confirmed: readonly Leaf[], leaves: readonly Leaf[]): Match[] {
    const isOverall = leaves.length === this.problem.layout.leaves.filter(({ size }) => size > 0).length;
    const right = this.rightAdjoints();
    const { isOwn } = this.problem;
    const reaches = right && memoise(this.tape, (edge: Edge) => right.reach(edge));
    return found
      .sort((a, b) => compareChanges(a, b, { isOwn, isOverall, reaches }))
      .slice(0, MOST_CONFIRMED)
      .filter((changes) => this.trial.pay() && this.trial.confirms(changes, confirmed))
      .map((changes) => ({ changes, leaves }));
  }

  private openGround(): StageGround {
    const { trial, screen, target, problem, whole, tape, adjoints, edges } = this;
    const sequences = new SiteSequences(tape, problem.layout.leaves);
    const substitutionsOf = createSubstitutions({ tape, adjoints, edges, layout: problem.layout, steps: sequences });
    const shareOf = new Map(whole.shares.map(({ edge, share }) => [edge, share]));
    return {
      trial,
      screen,
      target,
      whole,
      shares: whole.shares,
      deep: () => (this.deep ??= screen.list(listDeepParts(tape, edges))),
      redirectsOf: memoise(tape, (edge) => redirectsOf(tape, edge, sequences)),
      substitutionsOf: memoise(tape, (edge) => substitutionsOf(edge).map((alteration) => ({ edge, alteration }))),
      keptOf: memoise(tape, keptOf),
      effectOf: memoise(tape, ({ edge, alteration }) => {
        if (!trial.pay(edge.entries.length / tape.length)) return null;
        return screen.effect(edge, alteration, shareOf.get(edge) ?? screen.carried(edge, edge.slopes));
      }),
      learned: () => (this.learned ??= this.openLearned((source) => new LearnedSlopes(source))),
      written: () => (this.written ??= this.openLearned((source) => new WrittenTerms(source))),
      lineGap: problem.lineGap,
      isUsualFactor: problem.isUsualFactor,
    };
  }
}

const SUMS: ReadonlySet<number> = new Set([ADD, SUBTRACT]);

function lastOf(edges: readonly Edge[]): Edge | null {
  const lastEntry = ({ entries }: Edge): number => entries.at(-1)!;
  return edges.reduce<Edge | null>((last, edge) => (last && lastEntry(last) >= lastEntry(edge) ? last : edge), null);
}

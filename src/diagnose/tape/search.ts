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
import { findSuspect, type Suspect } from './find-suspect.js';
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

  /** Where the search for a mistake without a name is to begin. */
  findSuspect(): Suspect | null {
    return findSuspect(this.whole.shares, this.projection, this.rightAdjoints());
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

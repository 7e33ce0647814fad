import type { Leaf } from '../../model/tree-layout.js';
import type { Asking, NoiseLevel } from '../../numdiff/index.js';
import { measurePointNoise } from '../check-point.js';
import { EntryTable } from '../entry-table.js';
import { ParameterTally } from '../parameter-tally.js';
import { PointEntries } from '../point-entries.js';
import type { PointProblem, PointResult } from '../point-problem.js';
import type { EntryVerdict, ParameterReport } from '../report.js';
import { whySkipped } from '../why-skipped.js';
import { isBeyondDoubt } from './is-beyond-doubt.js';
import { listBlocks } from './list-blocks.js';
import { isSuspicious } from './locate-errors.js';
import { Moves } from './moves.js';
import { RangeTester, type Measured } from './range-tester.js';
import { reportAlong } from './report-along.js';
import { DIRECTIONS, screenBlock, type Screened } from './screen-block.js';
import { probeLeaf, searchLeaf, type LeafOutcome, type SearchContext } from './search-leaf.js';
import { visibleErrors } from './visible-errors.js';

type AlongProblem = PointProblem & { readonly seed: number };

/** Entries that cannot move along a direction are looked at one by one, up to so many of a parameter. */
const MOST_STUCK = 1000;
/** What looking at a parameter along its directions takes at most. */
const EVALUATIONS_PER_LEAF = 8 * DIRECTIONS;
/** Kept back for what the last entry may take beyond what entries usually do. */
const RESERVE = 32;
/** Hidden by its block is a parameter of which typical errors of this relative size do not show… */
const HARDLY_VISIBLE = 0.1;
/** …and which does less than this share of the block: by itself, the bound is half as large or less. */
const SMALL_SHARE = 1 / 8;

/** Checks a claimed gradient at one point along random directions, block by block; entries only where these disagree. */
export function* checkAlong(problem: AlongProblem): Asking<PointResult> {
  let asked = 0;
  const asking = alongDirections(problem, () => asked);
  let turn = asking.next();
  while (!turn.done) {
    asked += turn.value.length;
    turn = asking.next(yield turn.value);
  }
  return turn.value;
}

function* alongDirections(problem: AlongProblem, asked: () => number): Asking<PointResult> {
  const noise = problem.noise ?? (yield* measurePointNoise(problem));
  const setupEvaluations = asked();
  return yield* new AlongCheck(problem, noise, asked).run(setupEvaluations);
}

/** A parameter along which a direction disagrees, and how many of the few entries looked at first do. */
interface Suspect extends Screened {
  readonly probed: number;
}

class AlongCheck {
  private readonly table: EntryTable;
  private readonly entries: PointEntries;
  private readonly moves: Moves;
  private readonly tester: RangeTester;
  private readonly tallies: ReadonlyMap<Leaf, ParameterTally>;
  private readonly reports = new Map<Leaf, ParameterReport>();

  constructor(
    private readonly problem: AlongProblem,
    private readonly noise: NoiseLevel,
    private readonly asked: () => number,
  ) {
    const { layout, rule, tolerance } = problem;
    this.entries = new PointEntries(problem, noise);
    this.table = new EntryTable(layout.size);
    this.tallies = new Map(layout.leaves.map((leaf) => [leaf, new ParameterTally(leaf, rule, tolerance)]));
    this.moves = new Moves(problem, this.entries, (k) => whySkipped(problem, layout.leaves[k]) !== undefined);
    this.tester = new RangeTester(problem, this.entries, this.moves);
  }

  /**
   * Every parameter is looked at before any is searched for its wrong entries, so that no mistake takes the evaluations
   * that would have shown another. The search begins with small parameters, and shares what is left among the others.
   */
  *run(setupEvaluations: number): Asking<PointResult> {
    const { layout } = this.problem;
    const suspects = (yield* this.screen()).sort((a, b) => a.leaf.size - b.leaf.size || a.leaf.offset - b.leaf.offset);
    for (const [k, suspect] of suspects.entries()) {
      if (!this.mayGoOn()) break;
      const end = this.asked() + (this.left() - RESERVE) / (suspects.length - k);
      const context = this.searching(() => end - this.asked());
      this.tell(suspect.leaf, yield* searchLeaf(context, suspect.leaf, suspect.measured, suspect.probed));
    }
    return {
      method: 'directional',
      noise: this.noise,
      setupEvaluations,
      parameters: layout.leaves.map((leaf) => this.reports.get(leaf) ?? this.reportSkipped(leaf)),
      coarse: [...this.tallies.values()].reduce((sum, tally) => sum + tally.coarse, 0),
      entries: this.table,
    };
  }

  /** Looks at all parameters along their directions, and at a few entries of those that disagree. */
  private *screen(): Asking<Suspect[]> {
    const open = this.problem.layout.leaves.filter((leaf) => leaf.size > 0 && !whySkipped(this.problem, leaf));
    let waiting = open.length;
    const context = this.searching(() => this.left() - EVALUATIONS_PER_LEAF * waiting - RESERVE);
    const suspects: Suspect[] = [];
    for (const block of listBlocks(open)) {
      if (!this.mayGoOn() || this.left() <= 0) break;
      const screened = yield* screenBlock(context, block);
      waiting -= block.leaves.length;
      for (const { leaf, measured } of screened) {
        yield* this.checkStuck(leaf, context);
        this.problem.onEntries?.(leaf.size, 0);
        if (!measured.some(isSuspicious)) {
          this.tell(leaf, { measured, kind: measured.every((one) => this.isVisible(one)) ? 'agrees' : 'hidden' });
          continue;
        }
        const probed = yield* probeLeaf(context, leaf);
        this.tell(leaf, { measured, kind: probed > 0 ? 'open' : 'unexplained' });
        suspects.push({ leaf, measured, probed });
      }
    }
    return suspects;
  }

  private searching(left: () => number): SearchContext {
    const { problem, moves, tester } = this;
    return {
      tester,
      moves,
      seed: problem.seed,
      checkEntry: (i) => this.checkEntry(i),
      isVisible: (measured) => this.isVisible(measured),
      isOutshone: (leaf, measured) => this.isOutshone(leaf, measured),
      isBeyondDoubt: (measured) => isBeyondDoubt({ problem, moves }, measured),
      left,
      mayGoOn: () => this.mayGoOn(),
    };
  }

  private left(): number {
    return (this.problem.maxEvaluations ?? Infinity) - this.asked();
  }

  private mayGoOn(): boolean {
    return this.problem.mayGoOn?.() ?? true;
  }

  private tell(leaf: Leaf, outcome: LeafOutcome): void {
    const { problem, entries, moves } = this;
    const report = reportAlong(this.tallies.get(leaf)!.report(), { leaf, outcome, problem, entries, moves });
    this.reports.set(leaf, report);
    problem.onParameter?.(report, this.noise);
  }

  private reportSkipped(leaf: Leaf): ParameterReport {
    return this.tallies.get(leaf)!.report(whySkipped(this.problem, leaf));
  }

  /** Entries at their bounds, and those whose claim is no number. */
  private *checkStuck({ offset, size }: Leaf, { left }: SearchContext): Asking<void> {
    for (let i = offset, count = 0; i < offset + size && count < MOST_STUCK; i++) {
      if (!this.moves.isStuck(i) || !this.mayGoOn() || left() <= 0) continue;
      yield* this.checkEntry(i);
      count++;
    }
  }

  private *checkEntry(i: number): Asking<EntryVerdict> {
    const { leaves } = this.problem.layout;
    const leaf = leafAt(leaves, i);
    const { entry, result } = yield* this.entries.check(i, leaf);
    this.tallies.get(leaf)!.add(entry, result);
    this.table.set(i, result);
    this.moves.done.add(i);
    this.problem.onEntries?.(0, result.verdict === 'fail' ? 1 : 0);
    return result.verdict;
  }

  /** The bound is small against the claim; or against what the loss does when everything moves, as for a zero. */
  private isVisible({ bound, size }: Measured): boolean {
    const { claimLevel, zeroLevel } = this.problem.rule;
    return bound <= claimLevel * size || bound <= zeroLevel * (this.tester.wholeChange || Math.abs(this.problem.loss));
  }

  private isOutshone(leaf: Leaf, { seed, size, bound }: Measured): boolean {
    if (this.tester.sizeAlong(leaf, seed) > SMALL_SHARE * size) return false;
    const { problem, entries, moves } = this;
    return visibleErrors({ leaf, problem, entries, moves }, bound).median > HARDLY_VISIBLE;
  }
}

/** The leaf of an entry: binary search. */
function leafAt(leaves: readonly Leaf[], i: number): Leaf {
  let [low, high] = [0, leaves.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (leaves[middle].offset <= i) low = middle;
    else high = middle - 1;
  }
  return leaves[low];
}

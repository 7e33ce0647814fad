import type { Leaf } from '../../model/tree-layout.js';
import type { Asking } from '../../numdiff/index.js';
import { measurePointNoise } from '../check-point.js';
import type { PointProblem, PointResult } from '../point-problem.js';
import { EntryTable } from '../entry-table.js';
import { ParameterTally } from '../parameter-tally.js';
import { PointEntries } from '../point-entries.js';
import type { EntryVerdict, ParameterReport } from '../report.js';
import { whySkipped } from '../why-skipped.js';
import { checkBlock, type BlockContext, type BlockOutcome } from './check-block.js';
import { listBlocks, type Block } from './list-blocks.js';
import { Moves } from './moves.js';
import { RangeTester, type Measured } from './range-tester.js';
import { reportAlong } from './report-along.js';

/** Entries that cannot move along a direction are looked at one by one, up to so many of a parameter. */
const MOST_STUCK = 1000;

/** Checks a claimed gradient at one point along random directions, block by block; entries only where these disagree. */
export function* checkAlong(problem: PointProblem & { readonly seed: number }): Asking<PointResult> {
  let asked = 0;
  const asking = alongDirections(problem, () => asked);
  let turn = asking.next();
  while (!turn.done) {
    asked += turn.value.length;
    turn = asking.next(yield turn.value);
  }
  return turn.value;
}

function* alongDirections(problem: PointProblem & { readonly seed: number }, asked: () => number): Asking<PointResult> {
  const noise = problem.noise ?? (yield* measurePointNoise(problem));
  const setupEvaluations = asked();
  const check = new AlongCheck(problem, new PointEntries(problem, noise), asked);
  const parameters = new Map<Leaf, ParameterReport>();
  for (const block of check.blocks) {
    if (!check.mayGoOn()) break;
    for (const [leaf, report] of yield* check.checkBlock(block)) {
      parameters.set(leaf, report);
      problem.onParameter?.(report, noise);
    }
  }
  return {
    method: 'directional',
    noise,
    setupEvaluations,
    parameters: problem.layout.leaves.map((leaf) => parameters.get(leaf) ?? check.reportSkipped(leaf)),
    coarse: check.coarse,
    entries: check.table,
  };
}

class AlongCheck {
  readonly blocks: readonly Block[];
  readonly table: EntryTable;
  private readonly moves: Moves;
  private readonly tester: RangeTester;
  private readonly tallies: ReadonlyMap<Leaf, ParameterTally>;
  private readonly context: BlockContext;

  constructor(
    private readonly problem: PointProblem & { readonly seed: number },
    private readonly entries: PointEntries,
    asked: () => number,
  ) {
    const { layout, rule, seed, maxEvaluations = Infinity } = problem;
    const open = layout.leaves.filter((leaf) => leaf.size > 0 && !whySkipped(problem, leaf));
    this.blocks = listBlocks(open);
    this.table = new EntryTable(layout.size);
    this.tallies = new Map(layout.leaves.map((leaf) => [leaf, new ParameterTally(leaf, rule)]));
    this.moves = new Moves(problem, entries, (k) => whySkipped(problem, layout.leaves[k]) !== undefined);
    this.tester = new RangeTester(problem, entries, this.moves);
    this.context = {
      layout,
      seed,
      tester: this.tester,
      moves: this.moves,
      checkEntry: (i) => this.checkEntry(i),
      isVisible: (measured) => this.isVisible(measured),
      left: () => maxEvaluations - asked(),
      mayGoOn: () => this.mayGoOn(),
    };
  }

  get coarse(): number {
    return [...this.tallies.values()].reduce((sum, tally) => sum + tally.coarse, 0);
  }

  mayGoOn(): boolean {
    return this.problem.mayGoOn?.() ?? true;
  }

  /** The parameters of a block, once it has been looked at. */
  *checkBlock(block: Block): Asking<[Leaf, ParameterReport][]> {
    const outcome = yield* checkBlock(this.context, block);
    for (const leaf of block.leaves) yield* this.checkStuck(leaf);
    this.problem.onEntries?.(block.to - block.from, 0);
    return block.leaves.map((leaf) => [leaf, this.report(leaf, outcome)]);
  }

  reportSkipped(leaf: Leaf): ParameterReport {
    return this.tallies.get(leaf)!.report(whySkipped(this.problem, leaf));
  }

  private report(leaf: Leaf, outcome: BlockOutcome): ParameterReport {
    const { problem, entries, moves } = this;
    return reportAlong(this.tallies.get(leaf)!.report(), { leaf, outcome, problem, entries, moves });
  }

  /** Entries at their bounds, and those whose claim is no number. */
  private *checkStuck({ offset, size }: Leaf): Asking<void> {
    for (let i = offset, count = 0; i < offset + size && count < MOST_STUCK; i++) {
      if (!this.moves.isStuck(i) || !this.mayGoOn()) continue;
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

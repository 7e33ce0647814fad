import type { Leaf } from '../model/tree-layout.js';
import type { Asking } from '../numdiff/index.js';
import type { PointProblem } from './point-problem.js';
import type { EntryProblem } from './entry-problem.js';
import type { EntryTable } from './entry-table.js';
import { relativeError, type ParameterTally } from './parameter-tally.js';
import type { PointEntries } from './point-entries.js';

/** Entries of one leaf, from one to before another. */
export interface LeafRange {
  readonly problem: PointProblem;
  readonly given: PointEntries;
  readonly leaf: Leaf;
  readonly from: number;
  readonly to: number;
}

/** Checks the entries of a range that are picked, each by itself, and gathers what comes of them. */
export function* checkRange(
  { problem, given, leaf, from, to }: LeafRange,
  { tally, entries }: { tally: ParameterTally; entries: EntryTable },
  onEntry?: () => void,
): Asking<void> {
  for (let i = from; i < to; i++) {
    if (problem.picks && !problem.picks(i)) continue;
    if (problem.mayGoOn && !problem.mayGoOn()) break;
    const { entry, result } = yield* given.check(i, leaf);
    tally.add(entry, result, problem.reference?.gradient[i]);
    entries.set(i, result);
    if (problem.steps) yield* tabulate(entry, problem, tally);
    onEntry?.();
  }
}

/** Differences at steps asked for by the user, for the table; the verdict stays the rule's. */
function* tabulate(entry: EntryProblem, problem: PointProblem, tally: ParameterTally): Asking<void> {
  for (const relative of problem.steps!) {
    const store = entry.isFloat32 ? Math.fround : (value: number) => value;
    const plus = store(entry.x + relative * entry.scale);
    const minus = store(entry.x - relative * entry.scale);
    const hasPlus = plus <= entry.upper && plus !== entry.x;
    const hasMinus = minus >= entry.lower && minus !== entry.x;
    const answers = yield [
      ...(hasPlus ? [{ index: entry.index, value: plus }] : []),
      ...(hasMinus ? [{ index: entry.index, value: minus }] : []),
    ];
    const fPlus = hasPlus ? answers[0] : NaN;
    const fMinus = hasMinus ? answers[answers.length - 1] : NaN;
    if (hasPlus && hasMinus)
      tally.noteStep('central', relative, relativeError(entry.claimed, (fPlus - fMinus) / (plus - minus)));
    if (hasPlus)
      tally.noteStep('forward', relative, relativeError(entry.claimed, (fPlus - problem.loss) / (plus - entry.x)));
    else if (hasMinus)
      tally.noteStep('backward', relative, relativeError(entry.claimed, (problem.loss - fMinus) / (entry.x - minus)));
  }
}

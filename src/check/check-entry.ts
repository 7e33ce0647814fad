import type { Asking } from '../numdiff/index.js';
import type { Decision, EntryProblem, EntryResult, PointContext } from './entry-problem.js';
import { EntrySearch } from './entry-search.js';
import { isStaircaseOf, slopeFurtherOut } from './second-look.js';
import { showingSize } from './showing-size.js';

/**
 * Decides one entry: takes differences from the smallest useful step upward (downward where truncation rules) until
 * `judgeEntry` is sure or no step helps.
 */
export function* checkEntry(entry: EntryProblem, context: PointContext): Asking<EntryResult> {
  const search = new EntrySearch(entry, context);
  const judgement = yield* search.run();
  const decision = (yield* isUndecidable(entry, context, search, judgement)) ? discontinuous(judgement) : judgement;
  const { verdict, reason, numeric, bound, slopes, isZero = false } = decision;
  return { verdict, reason, numeric, bound, slopes, isZero, ladder: search.ladder };
}

/** Whether a mismatch, or a zero, is that of one tread of a staircase whose slope from far is another. */
function* isUndecidable(
  entry: EntryProblem,
  context: PointContext,
  { ladder, steps: { typicalSize } }: EntrySearch,
  { verdict, reason, numeric: tread, isZero }: Decision,
): Asking<boolean> {
  if (ladder.sides !== 'both') return false;
  if (verdict === 'fail' && reason === 'mismatch') {
    const rise = entry.claimed;
    const size = ladder.startsFlat ? showingSize(rise, ladder, typicalSize) : typicalSize;
    return yield* isStaircaseOf({ tread, rise }, entry, context, ladder, size);
  }
  const rise = isZero ? slopeFurtherOut(ladder, ladder.estimate(), typicalSize) : null;
  return rise !== null && (yield* isStaircaseOf({ tread, rise }, entry, context, ladder, typicalSize));
}

function discontinuous({ numeric }: Decision): Decision {
  return { kind: 'decided', verdict: 'inconclusive', reason: 'discontinuity', numeric, bound: Infinity };
}

import type { Asking } from '../numdiff/index.js';
import type { Decision, EntryProblem, EntryResult, PointContext } from './entry-problem.js';
import { EntrySearch } from './entry-search.js';
import { showingSize } from './showing-size.js';
import { slopeFurtherOut } from './slope-further-out.js';
import { StepFinder, type Tread } from './step-noise.js';

/**
 * Decides one entry: takes differences from the smallest useful step upward (downward where truncation rules) until
 * `judgeEntry` is sure or no step helps. What may hold for one tread of a loss that goes in steps, a mismatch or a zero, is
 * judged anew with these steps as noise.
 */
export function* checkEntry(entry: EntryProblem, context: PointContext): Asking<EntryResult> {
  const search = new EntrySearch(entry, context);
  const decision = yield* search.run();
  const noiseBound = yield* noiseOfSteps(entry, context, search, decision);
  if (noiseBound <= context.noiseBound) return resultOf(decision, search);
  // From a step below the usual first one: steps are not noise of the kind that is even on all scales.
  const fromFar = new EntrySearch(entry, { ...context, noiseBound }, 1 / context.rule.stepRatio);
  const again = yield* fromFar.run();
  // Right for the tread, wrong from far: neither can be held against the other.
  const isTorn = decision.verdict === 'pass' && again.verdict === 'fail';
  return resultOf(isTorn ? discontinuous(decision) : again, fromFar);
}

function* noiseOfSteps(
  entry: EntryProblem,
  context: PointContext,
  { ladder, steps }: EntrySearch,
  decision: Decision,
): Asking<number> {
  const size = Math.max(context.typicalScale, steps.typicalSize);
  const tread = treadOf(entry, decision, slopeFurtherOut(ladder, ladder.estimate(), steps.typicalSize));
  if (tread === null) return 0;
  const furthest = showingSize(tread.slope + tread.gap, ladder, size);
  return (yield* new StepFinder(tread, entry, context, ladder).noise({ size, furthest })) ?? 0;
}

/** The slope close up, where another one is in question: the claim, or beside a zero what is seen further out. */
function treadOf({ claimed }: EntryProblem, decision: Decision, furtherOut: number | null): Tread | null {
  const { verdict, reason, numeric, isZero } = decision;
  const other = verdict === 'fail' && reason === 'mismatch' ? claimed : isZero ? furtherOut : null;
  return other === null ? null : { slope: numeric, gap: other - numeric };
}

function discontinuous({ numeric }: Decision): Decision {
  return { kind: 'decided', verdict: 'inconclusive', reason: 'discontinuity', numeric, bound: Infinity };
}

function resultOf(decision: Decision, { ladder }: EntrySearch): EntryResult {
  const { verdict, reason, numeric, bound, slopes, isZero = false } = decision;
  return { verdict, reason, numeric, bound, slopes, isZero, ladder };
}

import type { Asking, RuleConstants } from '../numdiff/index.js';
import type { Decision, EntryProblem, EntryResult, PointContext } from './entry-problem.js';
import { EntrySearch } from './entry-search.js';
import { LooksFromFar } from './looks-from-far.js';
import { showingSize } from './showing-size.js';
import { slopeFurtherOut } from './slope-further-out.js';
import { StepFinder, type Tread } from './step-finder.js';

/**
 * Decides one entry: takes differences from the smallest useful step upward (downward where truncation rules) until
 * `judgeEntry` is sure or no step helps. What may hold for one tread of a loss that goes in steps, a mismatch or a zero, is
 * judged anew with these steps as noise.
 */
export function* checkEntry(
  entry: EntryProblem,
  context: PointContext,
  looks = new LooksFromFar(),
): Asking<EntryResult> {
  const search = new EntrySearch(entry, context);
  const decision = yield* search.run();
  const isMismatch = decision.verdict === 'fail';
  if (isMismatch && looks.isEnough) return resultOf(decision, search);
  const tread = treadOf(entry, decision, search);
  const noiseBound = tread ? yield* noiseOfSteps(entry, context, search, tread) : 0;
  if (isMismatch) looks.note(noiseBound > context.noiseBound);
  if (noiseBound <= context.noiseBound) return resultOf(decision, search);
  // From a step below the usual first one: steps are not noise of the kind that is even on all scales.
  const fromFar = new EntrySearch(entry, { ...context, noiseBound }, 1 / context.rule.stepRatio);
  const again = yield* fromFar.run();
  return resultOf(weighBoth(entry, decision, again, context.rule), fromFar);
}

/** What is said in the end of a claim that was judged by one tread and from far. */
function weighBoth(
  { claimed, claimBound }: EntryProblem,
  near: Decision,
  far: Decision,
  { excludedBounds, sameSlope }: RuleConstants,
): Decision {
  // Right for the tread, wrong from far: neither can be held against the other.
  if (near.verdict === 'pass') return far.verdict === 'fail' ? discontinuous(near) : far;
  // Wrong for the tread, and from far neither within what is possible nor much nearer.
  const off = Math.abs(far.numeric - claimed);
  const isExcluded =
    off > excludedBounds * far.bound + claimBound && off > sameSlope * Math.abs(near.numeric - claimed);
  return far.verdict === 'inconclusive' && isExcluded ? { ...far, verdict: 'fail', reason: 'mismatch' } : far;
}

function* noiseOfSteps(
  entry: EntryProblem,
  context: PointContext,
  { ladder, steps }: EntrySearch,
  tread: Tread,
): Asking<number> {
  const size = Math.max(context.typicalScale, steps.typicalSize);
  const furthest = Math.min(context.rule.furthestLook * size, showingSize(tread.slope + tread.gap, ladder, size));
  return (yield* new StepFinder(tread, entry, context, ladder).noise({ size, furthest })) ?? 0;
}

/** The slope close up, where another one is in question: the claim, or beside a zero what is seen further out. */
function treadOf({ claimed }: EntryProblem, decision: Decision, { ladder, steps }: EntrySearch): Tread | null {
  const { verdict, reason, numeric, isZero } = decision;
  const isMismatch = verdict === 'fail' && reason !== 'non-finite';
  if (!isMismatch && !isZero) return null;
  const other = isMismatch ? claimed : slopeFurtherOut(ladder, ladder.estimate(), steps.typicalSize);
  return other === null ? null : { slope: numeric, gap: other - numeric };
}

function discontinuous({ numeric }: Decision): Decision {
  return { kind: 'decided', verdict: 'inconclusive', reason: 'discontinuity', numeric, bound: Infinity };
}

function resultOf(decision: Decision, { ladder }: EntrySearch): EntryResult {
  const { verdict, reason, numeric, bound, slopes, isZero = false } = decision;
  return { verdict, reason, numeric, bound, slopes, isZero, ladder };
}

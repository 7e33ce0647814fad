import { indexInLeaf, type Leaf } from '../model/tree-layout.js';
import type { Ladder, RuleConstants } from '../numdiff/index.js';
import { allowedGap, type Tolerance } from './apply-tolerance.js';
import type { EntryProblem, EntryResult } from './entry-problem.js';
import type { EntryReport, EntryVerdict, ParameterReport, Scheme, StepError } from './report.js';

/** Failing entries listed by name; `failed` counts all. */
const MOST_FAILURES = 1000;
const MOST_NOTES = 10;

/** A tally as plain data, to be added to that of the entries before. */
export interface TallyState {
  readonly checked: number;
  readonly counts: Readonly<Record<EntryVerdict, number>>;
  readonly worst: EntryReport | null;
  readonly worstRank: number;
  readonly failures: readonly EntryReport[];
  readonly notes: readonly EntryReport[];
  readonly detectionLimit: number;
  readonly absoluteLimit: number;
  readonly invisible: number;
  readonly coarse: number;
  readonly steps: readonly StepError[];
}

/** Gathers the results of one parameter's entries as they come, keeping no object an entry. */
export class ParameterTally {
  checked = 0;
  private readonly counts = { pass: 0, fail: 0, kink: 0, inconclusive: 0 };
  private worst: EntryReport | null = null;
  private worstRank = -1;
  private readonly failures: EntryReport[] = [];
  private readonly notes: EntryReport[] = [];
  /** Largest (gap + bound + material·scale)/scale over the entries whose derivative can be seen. */
  private detectionLimit = 0;
  private absoluteLimit = 0;
  private invisible = 0;
  /** By scheme, then by step. */
  private readonly steps: Record<Scheme, Map<number, StepError>> = {
    central: new Map(),
    forward: new Map(),
    backward: new Map(),
  };
  /** Decided entries whose bound is above a tenth of their scale: hardly decided at all. */
  coarse = 0;

  constructor(
    readonly leaf: Leaf,
    private readonly rule: RuleConstants,
    private readonly tolerance?: Tolerance,
  ) {}

  /** `exact`: the exact derivative, where there is one to show. */
  add(entry: EntryProblem, result: EntryResult, exact?: number): void {
    this.checked++;
    this.counts[result.verdict]++;
    const size = sizeOf(entry, result);
    this.noteLimit(entry, result, size);
    this.noteSteps(result.ladder, entry);
    const rank = rankOf(entry, result, size);
    const isWorst = rank > this.worstRank;
    // Most entries pass and are not the worst: of them nothing is kept.
    if (!isWorst && result.verdict === 'pass') return;
    const report = toEntryReport(this.leaf, entry, result, exact);
    if (isWorst) {
      this.worst = Object.assign({}, report, { steps: stepErrors(result.ladder, entry) });
      this.worstRank = rank;
    }
    if (result.verdict === 'fail') {
      if (this.failures.length < MOST_FAILURES) this.failures.push(report);
    } else if (result.verdict !== 'pass' && this.notes.length < MOST_NOTES) this.notes.push(report);
  }

  /** What has been gathered, as plain data. */
  get state(): TallyState {
    const { checked, counts, worst, worstRank, failures, notes, detectionLimit, absoluteLimit, invisible, coarse } =
      this;
    const steps = Object.values(this.steps).flatMap((ofScheme) => [...ofScheme.values()]);
    const gathered = { checked, counts, worst, worstRank, failures, notes };
    return { ...gathered, detectionLimit, absoluteLimit, invisible, coarse, steps };
  }

  /** Adds what was gathered of the entries that follow: the result is that of all of them in a row. */
  absorb(state: TallyState): void {
    this.checked += state.checked;
    for (const verdict of ['pass', 'fail', 'kink', 'inconclusive'] as const)
      this.counts[verdict] += state.counts[verdict];
    if (state.worstRank > this.worstRank) [this.worst, this.worstRank] = [state.worst, state.worstRank];
    this.failures.push(...state.failures.slice(0, MOST_FAILURES - this.failures.length));
    this.notes.push(...state.notes.slice(0, MOST_NOTES - this.notes.length));
    this.detectionLimit = Math.max(this.detectionLimit, state.detectionLimit);
    this.absoluteLimit = Math.max(this.absoluteLimit, state.absoluteLimit);
    this.invisible += state.invisible;
    this.coarse += state.coarse;
    for (const { scheme, step, maxRelativeError } of state.steps) this.noteStep(scheme, step, maxRelativeError);
  }

  get failed(): number {
    return this.counts.fail;
  }

  report(skipped?: ParameterReport['skipped']): ParameterReport {
    const { leaf, counts, checked } = this;
    const limit =
      checked === 0 || this.invisible > 0 || !Number.isFinite(this.detectionLimit) ? null : this.detectionLimit;
    return {
      path: leaf.path,
      shape: [...leaf.shape],
      size: leaf.size,
      checked,
      ...counts,
      verdict:
        checked === 0
          ? 'none'
          : counts.fail
            ? 'fail'
            : counts.inconclusive
              ? 'inconclusive'
              : counts.kink
                ? 'kink'
                : 'pass',
      ...(checked === 0 ? { skipped: leaf.size === 0 ? 'empty' : (skipped ?? 'not-reached') } : {}),
      detectionLimit: limit,
      ...(limit === null && checked > 0 ? { absoluteDetectionLimit: this.absoluteLimit } : {}),
      worst: this.worst,
      failures: this.failures,
      failed: counts.fail,
      notes: this.notes,
      coverage: { full: checked, directional: 0, none: leaf.size - checked },
      ...(checked > 0 && checked < leaf.size ? { missProbability: 1 - checked / leaf.size } : {}),
      steps: (['backward', 'central', 'forward'] as const).flatMap((scheme) =>
        [...this.steps[scheme].values()].sort((a, b) => b.step - a.step),
      ),
    };
  }

  private noteLimit({ claimed }: EntryProblem, result: EntryResult, size: number): void {
    if (!Number.isFinite(size)) {
      // A claim of NaN or infinity fails whatever its bound; where it is undecided, nothing would have been seen.
      if (result.verdict !== 'fail') this.noteBlind();
      return;
    }
    const absolute = this.limitOf(claimed, result, size);
    this.absoluteLimit = Math.max(this.absoluteLimit, absolute);
    if (result.isZero || !(size > result.bound)) this.invisible++;
    else this.detectionLimit = Math.max(this.detectionLimit, absolute / size);
    if (!result.isZero && result.verdict !== 'fail' && !(result.bound <= 0.1 * size)) this.coarse++;
  }

  /** The size from which on an error of the entry would have failed. */
  private limitOf(claimed: number, { verdict, numeric, bound }: EntryResult, size: number): number {
    // |a − n| − bound > allowed holds for each error above allowed + 2·bound, wherever n lies within its bound.
    if (this.tolerance) return allowedGap(this.tolerance, size) + 2 * bound;
    // The error is at most gap + bound (triangle inequality), and a larger one would have shown.
    const gap = verdict === 'fail' ? 0 : Math.abs(claimed - numeric);
    return gap + bound + this.rule.material * size;
  }

  private noteBlind(): void {
    this.invisible++;
    this.absoluteLimit = Infinity;
  }

  private noteSteps({ rows, sides }: Ladder, entry: EntryProblem): void {
    for (const row of rows) {
      const step = inUnits(row.step, entry);
      if (sides === 'both') this.noteStep('central', step, relativeError(entry.claimed, row.slope));
      if (sides === 'minus') this.noteStep('backward', step, relativeError(entry.claimed, row.backward));
      else this.noteStep('forward', step, relativeError(entry.claimed, row.forward));
    }
  }

  noteStep(scheme: Scheme, step: number, error: number): void {
    const known = this.steps[scheme].get(step);
    if (!known) this.steps[scheme].set(step, { scheme, step, maxRelativeError: error });
    else if (!(error <= known.maxRelativeError) && !Number.isNaN(known.maxRelativeError))
      known.maxRelativeError = error;
  }
}

/** A step in units of the entry's scale, which may be next to nothing: the largest number there is stands for more. */
function inUnits(step: number, { scale }: EntryProblem): number {
  return Math.min(step / scale, Number.MAX_VALUE);
}

/** The relative error that each scheme shows at each step: what people look for in a gradient check. */
function stepErrors({ rows, sides }: Ladder, entry: EntryProblem): StepError[] {
  const errors: StepError[] = [];
  const note = (scheme: Scheme, step: number, slope: number): void =>
    void errors.push({ scheme, step: inUnits(step, entry), maxRelativeError: relativeError(entry.claimed, slope) });
  for (const row of rows) {
    if (sides === 'both') note('central', row.step, row.slope);
    if (sides === 'minus') note('backward', row.step, row.backward);
    else note('forward', row.step, row.forward);
  }
  return errors.sort((a, b) => a.scheme.localeCompare(b.scheme) || b.step - a.step);
}

/** |a − n| / max(|a|, |n|), 0 where both are 0. */
export function relativeError(analytic: number, numeric: number): number {
  if (analytic === numeric) return 0;
  const size = Math.max(Math.abs(analytic), Math.abs(numeric));
  // Halves keep the difference of two large numbers of opposite sign finite.
  return (2 * Math.abs(analytic / 2 - numeric / 2)) / size;
}

function toEntryReport(leaf: Leaf, entry: EntryProblem, result: EntryResult, exact: number | undefined): EntryReport {
  return {
    index: indexInLeaf(leaf, entry.index - leaf.offset),
    analytic: entry.claimed,
    numeric: result.numeric,
    ...(exact === undefined ? {} : { exact }),
    bound: result.bound,
    relativeError: relativeError(entry.claimed, result.numeric),
    verdict: result.verdict,
    reason: result.reason,
    ...(result.slopes ? { slopes: result.slopes } : {}),
  };
}

/** The largest of the numbers that an entry is about. */
function sizeOf({ claimed }: EntryProblem, { numeric, slopes }: EntryResult): number {
  const size = Math.max(Math.abs(claimed), Math.abs(numeric));
  return slopes ? Math.max(size, Math.abs(slopes[0]), Math.abs(slopes[1])) : size;
}

const RANKS: Readonly<Record<EntryVerdict, number>> = { fail: 9, inconclusive: 6, kink: 3, pass: 0 };

/**
 * Worst first: failing before undecided before others, then by the part of the gap that the bound does not explain,
 * max(0, |a − n| − bound) / max(|a|, |n|), which is at most 2.
 */
function rankOf({ claimed }: EntryProblem, result: EntryResult, size: number): number {
  const { numeric, bound } = result;
  const excess = size > 0 ? Math.max(0, Math.abs(claimed - numeric) - bound) / size : 0;
  const error = relativeError(claimed, numeric);
  // Among equals the one with the larger plain error, so that the table shows something; it is far below any excess.
  const plain = result.isZero || Number.isNaN(error) ? 0 : Math.min(1, error) * 1e-9;
  return RANKS[result.verdict] + (Number.isNaN(excess) ? 2 : Math.min(2, excess)) + plain;
}

import { RULE } from '../../src/numdiff/constants.js';
import type { CheckOutcome, EntryOutcome } from './engine.js';
import type { Truth } from './truth.js';

/** Lower ends of the decades of relative error that are told apart. */
export const DECADES = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5] as const;

/** Wrong entries whose relative error lies in one decade. */
export interface DecadeScore {
  wrong: number;
  undecided: number;
  /** Passed, or taken for a kink. */
  passed: number;
  /** Passed with an error within the printed detection limit. */
  admitted: number;
}

/** What one family (or all) came to. */
export class Score {
  readonly functions = new Set<string>();
  checks = 0;
  entries = 0;
  falseAlarms = 0;
  falseModels = 0;
  undecided = 0;
  setupEvaluations = 0;
  evaluations = 0;
  readonly decades: DecadeScore[] = DECADES.map(() => ({ wrong: 0, undecided: 0, passed: 0, admitted: 0 }));
  /** Right entries of spoilt gradients, and how many of them failed. */
  rightBeside = 0;
  falseBeside = 0;
  /** Estimates with a finite bound; |numeric − truth|/bound of each. */
  readonly ratios: number[] = [];
  violations = 0;
  /** Violations where the verdict was not undecided. */
  decidedViolations = 0;
  /** Violations in right gradients. */
  rightViolations = 0;
  /** Violations by more than `material`: beyond what is printed as the detection limit. */
  materialViolations = 0;
  /** Spoilt gradients with an error of 1e-4 or more, and those of them in which no entry failed. */
  spoilt = 0;
  spoiltPassed = 0;
  /** Spoilt gradients in which nothing failed, with an entry that passed beyond its printed detection limit. */
  silentBeyond = 0;

  addCorrect(name: string, outcome: CheckOutcome, truth: Truth): void {
    this.functions.add(name);
    this.checks++;
    this.setupEvaluations += outcome.setupEvaluations;
    this.evaluations += outcome.evaluations;
    const failed = outcome.entries.filter((entry) => entry.verdict === 'fail').length;
    this.entries += outcome.entries.length;
    this.falseAlarms += failed;
    if (failed > 0) this.falseModels++;
    outcome.entries.forEach((entry, i) => {
      if (entry.verdict === 'inconclusive') this.undecided++;
      if (this.noteBound(entry, truth, i)) this.rightViolations++;
    });
  }

  addSpoilt(outcome: CheckOutcome, truth: Truth, right: Float64Array): void {
    let largest = 0;
    let isBeyond = false;
    outcome.entries.forEach((entry, i) => {
      this.noteBound(entry, truth, i);
      if (entry.claimed === right[i]) {
        this.rightBeside++;
        if (entry.verdict === 'fail') this.falseBeside++;
        return;
      }
      const gap = distance(entry.claimed, truth, i);
      const error = gap / Math.max(Math.abs(entry.claimed), Math.abs(truth.low[i]), Math.abs(truth.high[i]));
      largest = Math.max(largest, error);
      isBeyond ||= entry.verdict === 'pass' && gap > entry.limit;
      const decade = DECADES.findIndex((low) => error >= low);
      if (decade < 0) return;
      const score = this.decades[decade];
      score.wrong++;
      if (entry.verdict === 'inconclusive') score.undecided++;
      else if (entry.verdict !== 'fail') {
        score.passed++;
        if (gap <= entry.limit) score.admitted++;
      }
    });
    const isSilent = !outcome.entries.some((entry) => entry.verdict === 'fail');
    if (isSilent && isBeyond) this.silentBeyond++;
    if (largest < 1e-4) return;
    this.spoilt++;
    if (isSilent) this.spoiltPassed++;
  }

  /** Whether the estimate is further from the truth than its bound. */
  private noteBound(entry: EntryOutcome, truth: Truth, i: number): boolean {
    // At a kink `numeric` is the claim moved between the one-sided slopes, so it says nothing of the bound.
    if (entry.verdict === 'kink' || !Number.isFinite(entry.bound) || !Number.isFinite(truth.low[i])) return false;
    const gap = distance(entry.numeric, truth, i);
    const ratio = gap === 0 ? 0 : gap / entry.bound;
    this.ratios.push(ratio);
    if (!(ratio > 1)) return false;
    this.violations++;
    if (entry.verdict !== 'inconclusive') this.decidedViolations++;
    if (gap > entry.bound + RULE.material * Math.abs(truth.low[i])) this.materialViolations++;
    return true;
  }
}

/** How far a number is from the truth; 0 between the one-sided slopes of a kink. */
export function distance(value: number, truth: Truth, i: number): number {
  return Math.max(truth.low[i] - value, value - truth.high[i], 0);
}

/** What a peer's rule came to on the same gradients. */
export class PeerScore {
  falseAlarms = 0;
  falseModels = 0;
  /** Entries wrong by 1e-4 or more, and those of them accepted. */
  wrong = 0;
  missed = 0;
  /** Gradients with such an entry, and those of them in which nothing was rejected. */
  spoilt = 0;
  spoiltPassed = 0;

  addCorrect(rejected: readonly boolean[]): void {
    const count = rejected.filter(Boolean).length;
    this.falseAlarms += count;
    if (count > 0) this.falseModels++;
  }

  addSpoilt(rejected: readonly boolean[], claimed: Float64Array, truth: Truth): void {
    let isSpoilt = false;
    claimed.forEach((claim, i) => {
      const error =
        distance(claim, truth, i) / Math.max(Math.abs(claim), Math.abs(truth.low[i]), Math.abs(truth.high[i]));
      if (!(error >= 1e-4)) return;
      isSpoilt = true;
      this.wrong++;
      if (!rejected[i]) this.missed++;
    });
    if (!isSpoilt) return;
    this.spoilt++;
    if (!rejected.some(Boolean)) this.spoiltPassed++;
  }
}

import type { Leaf } from '../model/tree-layout.js';
import { nearestPowerOfTwo, ROUNDOFF_32, ROUNDOFF_64, type Asking, type NoiseLevel } from '../numdiff/index.js';
import { applyTolerance } from './apply-tolerance.js';
import { checkEntry } from './check-entry.js';
import type { PointProblem } from './point-problem.js';
import type { EntryProblem, EntryResult, PointContext } from './entry-problem.js';
import { LooksFromFar } from './looks-from-far.js';
import { ConfirmedFailures } from './confirmed-failures.js';
import { failByExact, matchExact, sharpen, type ExactReference } from './exact-reference.js';
import { typicalSize } from './typical-sizes.js';

/** An entry and what became of it. */
export interface CheckedEntry {
  readonly entry: EntryProblem;
  readonly result: EntryResult;
}

/** The entries of a point as single problems, made when they are asked for: nothing is kept an entry. */
export class PointEntries {
  readonly context: PointContext;
  readonly isFloat32: (i: number) => boolean;
  private readonly typical: number;
  private readonly looks = new LooksFromFar();
  private readonly failures = new ConfirmedFailures();

  constructor(
    private readonly problem: PointProblem,
    noise: NoiseLevel,
  ) {
    const { claimed, loss, point, rule } = problem;
    this.isFloat32 = float32Test(problem);
    this.typical = typicalSize(point);
    let largestChange = 0;
    for (let i = 0; i < claimed.length; i++) {
      const change = Math.abs(claimed[i]) * this.scaleAt(i);
      if (change > largestChange && change < Infinity) largestChange = change;
    }
    this.context = {
      loss,
      noiseBound: Math.max(noise.bound, (problem.lossAccuracy ?? 0) * Math.abs(loss)),
      roundoff: noise.roundoff,
      flatStep: noise.flatStep,
      deterministic: noise.deterministic,
      typicalScale: this.typical,
      largestChange,
      rule,
    };
  }

  /** Typical size of an entry, a power of two. */
  scaleAt(i: number): number {
    const { point, scale } = this.problem;
    return nearestPowerOfTwo(scale?.[i] || Math.abs(point[i]) || this.typical);
  }

  /** Decides one entry by the calibrated rule, by the exact reference, or by the explicit tolerance. */
  *check(i: number, leaf: Leaf): Asking<CheckedEntry> {
    const entry = this.entryAt(i, leaf);
    this.looks.turnTo(leaf.offset, i - leaf.offset);
    this.failures.turnTo(leaf.offset);
    const { tolerance, reference } = this.problem;
    const { context, looks } = this;
    const isExact = reference?.mode === 'ad';
    // By the exact derivative, with differences only for what disagrees with it; or by differences.
    const result = isExact ? yield* this.againstExact(entry, reference) : yield* checkEntry(entry, context, looks);
    return { entry, result: tolerance ? applyTolerance(entry, result, tolerance) : result };
  }

  private *againstExact(entry: EntryProblem, reference: ExactReference): Asking<EntryResult> {
    const { context, looks, failures } = this;
    const { roundoff } = context;
    const matched = matchExact(entry, reference, context, roundoff);
    if (matched) return matched;
    const wrong = failures.isEnough ? failByExact(entry, reference, context, roundoff) : null;
    if (wrong) return wrong;
    const result = sharpen(entry, yield* checkEntry(entry, context, looks), reference, roundoff);
    failures.note(result);
    return result;
  }

  private entryAt(i: number, leaf: Leaf): EntryProblem {
    const { point, claimed, claimNoise, lower, upper, rule } = this.problem;
    const isFloat32 = this.isFloat32(i);
    const roundoff = isFloat32 || leaf.storage === 'float32' ? ROUNDOFF_32 : ROUNDOFF_64;
    const spread = rule.noiseFactor * (claimNoise?.[i] ?? 0);
    return {
      index: i,
      x: point[i],
      claimed: claimed[i],
      scale: this.scaleAt(i),
      isFloat32,
      lower: lower?.[i] ?? -Infinity,
      upper: upper?.[i] ?? Infinity,
      claimBound: rule.claimRoundoff * roundoff * Math.abs(claimed[i]) + spread,
    };
  }
}

/** Whether entries are stored as float32, so that steps are rounded. */
export function float32Test({ declaredFloat32, layout }: PointProblem): (i: number) => boolean {
  if (declaredFloat32) return () => true;
  if (!layout.leaves.some((leaf) => leaf.storage === 'float32')) return () => false;
  const mask = new Uint8Array(layout.size);
  for (const leaf of layout.leaves) if (leaf.storage === 'float32') mask.fill(1, leaf.offset, leaf.offset + leaf.size);
  return (i) => mask[i] === 1;
}

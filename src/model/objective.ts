import { GradcheckError } from '../errors.js';
import type { Probe } from '../numdiff/probe.js';
import { average } from './average.js';
import type { TreeBuilder } from './build-tree.js';
import { callUser } from './call-user.js';
import { createTreeBuilder } from './compile-builder.js';
import { DataGuard } from './data-guard.js';
import { readLossValue } from './loss-value.js';
import type { ModelDefinition } from './model-definition.js';
import { readGradient } from './read-gradient.js';
import { asUserError, readUserValue } from './read-user-value.js';
import { findCommonStorage } from './storage.js';
import { treeHolds } from './tree-holds.js';
import { describeValue, type TreeLayout } from './tree-layout.js';

/** A claimed gradient, flat, and the loss that came with it, if one did. */
export interface GradientValue {
  readonly gradient: Float64Array;
  readonly loss: number | null;
  /** What the user's function returned, to see whether it is the same object next time. */
  readonly returned: unknown;
}

/** What was noticed about the user's functions while they ran. */
export interface Conduct {
  lossMutates: boolean;
  gradientMutates: boolean;
  dataMutated: boolean;
  /** Where the gradient returned memory that is also its argument's. */
  aliasesInput: string | null;
  /** Evaluations away from the point that threw; they count as non-finite. */
  thrown: number;
  firstThrown?: unknown;
  /** Evaluations away from the point that gave NaN or ±Infinity. */
  nonFinite: number;
}

/** The loss at the points that numerical algorithms ask for. */
export type LossAt = (probe: Probe) => number | Promise<number>;

/**
 * The user's functions as functions of a flat vector. Every call gets a fresh tree, so nothing a call does to its
 * arguments reaches the next one, and restarts the seeded random numbers, so equal input gives equal output.
 */
export class Objective {
  lossEvaluations = 0;
  gradientEvaluations = 0;
  readonly conduct: Conduct = {
    lossMutates: false,
    gradientMutates: false,
    dataMutated: false,
    aliasesInput: null,
    thrown: 0,
    nonFinite: 0,
  };
  /** The loss near the model's own point. */
  readonly lossAt: LossAt;
  private readonly data: DataGuard;
  private readonly build: TreeBuilder;

  constructor(
    private readonly model: ModelDefinition,
    readonly layout: TreeLayout,
    point: Float64Array,
    data: unknown,
    private readonly frozen: ReadonlySet<string>,
    private readonly restartRandom: () => void,
    /** Evaluations that are averaged into one value of the loss. */
    private readonly samples = 1,
  ) {
    this.lossAt = this.lossAround(point);
    this.data = readUserValue('data', () => new DataGuard(data));
    this.build = createTreeBuilder(layout);
  }

  get hasSeparateLosses(): boolean {
    return this.model.loss !== undefined && this.model.lossAndGradient !== undefined;
  }

  get hasSeparateGradients(): boolean {
    return this.model.gradient !== undefined && this.model.lossAndGradient !== undefined;
  }

  /** Counts what another thread evaluated in place of this one. */
  addEffort({
    lossEvaluations,
    thrown,
    nonFinite,
  }: Pick<Conduct, 'thrown' | 'nonFinite'> & { lossEvaluations: number }): void {
    this.lossEvaluations += lossEvaluations;
    this.conduct.thrown += thrown;
    this.conduct.nonFinite += nonFinite;
  }

  /** The loss near a point. What it throws counts as NaN: a step may leave its domain. */
  lossAround(point: Float64Array): LossAt {
    // Made when single entries are asked for: points may be large.
    let copy: Float64Array | undefined;
    const call = (probe: Probe): unknown => {
      if ('point' in probe) return this.callLoss(this.build(probe.point));
      const work = (copy ??= point.slice());
      work[probe.index] = probe.value;
      try {
        return this.callLoss(this.build(work));
      } finally {
        work[probe.index] = point[probe.index];
      }
    };
    const sample: LossAt = (probe) => {
      let value: unknown;
      try {
        value = call(probe);
      } catch (error) {
        return this.noteThrown(error, probe);
      }
      if (typeof value !== 'number') {
        if (!isPromise(value)) return this.noteFinite(readLossValue(value), probe);
        return Promise.resolve(value).then(
          (settled) => this.noteFinite(this.lossOf(settled), probe),
          (error: unknown) => this.noteThrown(error, probe),
        );
      }
      return Number.isFinite(value) ? value : this.noteFinite(value, probe);
    };
    return this.samples === 1 ? sample : (probe) => average(() => sample(probe), this.samples);
  }

  /**
   * The loss at a point, with every fault told; notes whether the call changed its argument.
   * @throws GradcheckError `user-error`, `bad-loss`
   */
  async loss(point: Float64Array): Promise<number> {
    return average(() => this.sampleLoss(point), this.samples);
  }

  private async sampleLoss(point: Float64Array): Promise<number> {
    const tree = this.build(point);
    this.lossEvaluations++;
    try {
      this.restartRandom();
      const value = this.lossOf(await (this.model.loss ?? this.model.lossAndGradient!)(tree, this.data.forCall()));
      this.conduct.lossMutates ||= !treeHolds(tree, this.layout, point);
      this.conduct.dataMutated ||= this.data.inspect();
      return value;
    } catch (error) {
      throw asUserError(error, `${this.model.loss ? 'loss' : 'lossAndGradient'} threw`);
    }
  }

  /** @throws GradcheckError `user-error`, `shape-mismatch`, `frozen-gradient`, `bad-loss` */
  async gradient(point: Float64Array): Promise<GradientValue> {
    const { model } = this;
    const name = model.gradient ? 'gradient' : 'lossAndGradient';
    this.gradientEvaluations++;
    const tree = this.build(point);
    const inPlace = model.gradient && model.gradientStyle === 'out';
    const out = inPlace ? this.build(new Float64Array(point.length)) : undefined;
    let returned: unknown;
    try {
      this.restartRandom();
      const call = model.gradient ?? model.lossAndGradient!;
      returned = await (inPlace ? call(tree, out, this.data.forCall()) : call(tree, this.data.forCall()));
    } catch (error) {
      throw asUserError(error, `${name} threw`);
    }
    this.conduct.gradientMutates ||= !treeHolds(tree, this.layout, point);
    this.conduct.dataMutated ||= this.data.inspect();
    if (inPlace) return { gradient: this.readFilled(out), loss: null, returned: null };
    if (model.gradient) return this.gradientValue(tree, returned, null);
    const { loss, gradient } = splitLossAndGradient(returned);
    return this.gradientValue(tree, gradient, readLossValue(loss, 'lossAndGradient'));
  }

  private gradientValue(tree: unknown, returned: unknown, loss: number | null): GradientValue {
    this.conduct.aliasesInput ??= findCommonStorage(returned, tree);
    return { gradient: readGradient(this.layout, returned, this.frozen), loss, returned };
  }

  /** A gradient written into a tree of ours, which has room for the frozen leaves too. */
  private readFilled(out: unknown): Float64Array {
    const gradient = readGradient(this.layout, out, new Set());
    for (const leaf of this.layout.leaves) {
      if (this.frozen.has(leaf.path)) gradient.fill(0, leaf.offset, leaf.offset + leaf.size);
    }
    return gradient;
  }

  /** Loss and gradient of `lossAndGradient`, where `loss` and it are both there. */
  async lossAndGradient(point: Float64Array): Promise<{ loss: number; gradient: Float64Array }> {
    this.gradientEvaluations++;
    let returned: unknown;
    try {
      this.restartRandom();
      returned = await this.model.lossAndGradient!(this.build(point), this.data.forCall());
    } catch (error) {
      throw asUserError(error, 'lossAndGradient threw');
    }
    const { loss, gradient } = splitLossAndGradient(returned);
    return { loss: readLossValue(loss, 'lossAndGradient'), gradient: readGradient(this.layout, gradient, this.frozen) };
  }

  private callLoss(tree: unknown): unknown {
    this.lossEvaluations++;
    this.restartRandom();
    const { loss, lossAndGradient } = this.model;
    return loss
      ? callUser(loss, tree, this.data.forCall())
      : this.lossFromPair(callUser(lossAndGradient!, tree, this.data.forCall()));
  }

  private lossFromPair(returned: unknown): unknown {
    return isPromise(returned)
      ? Promise.resolve(returned).then((pair) => splitLossAndGradient(pair).loss)
      : splitLossAndGradient(returned).loss;
  }

  private lossOf(value: unknown): number {
    if (typeof value === 'number') return value;
    if (this.model.loss) return readLossValue(value);
    const isPair =
      typeof value === 'object' && value !== null && ('loss' in value || (Array.isArray(value) && value.length === 2));
    return readLossValue(isPair ? splitLossAndGradient(value).loss : value, 'lossAndGradient');
  }

  private noteFinite(value: number, probe: Probe): number {
    if (!Number.isFinite(value) && !isFar(probe)) this.conduct.nonFinite++;
    return value;
  }

  private noteThrown(error: unknown, probe: Probe): number {
    if (isFar(probe)) return NaN;
    if (this.conduct.thrown++ === 0) this.conduct.firstThrown = error;
    return NaN;
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

export function splitLossAndGradient(returned: unknown): { loss: unknown; gradient: unknown } {
  if (Array.isArray(returned) && returned.length === 2) return { loss: returned[0], gradient: returned[1] };
  if (typeof returned === 'object' && returned !== null && 'loss' in returned && 'gradient' in returned) {
    return returned as { loss: unknown; gradient: unknown };
  }
  throw new GradcheckError(
    'bad-loss',
    `lossAndGradient should return { loss, gradient } or [loss, gradient], but returned ${describeValue(returned)}`,
  );
}

/** Says nothing of the domain near the point. */
function isFar(probe: Probe): boolean {
  return 'isFar' in probe;
}

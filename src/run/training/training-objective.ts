import { createTreeBuilder } from '../../model/compile-builder.js';
import type { TreeBuilder } from '../../model/build-tree.js';
import { DataGuard } from '../../model/data-guard.js';
import { readLossValue } from '../../model/loss-value.js';
import type { ModelDefinition } from '../../model/model-definition.js';
import { splitLossAndGradient } from '../../model/objective.js';
import { readGradient } from '../../model/read-gradient.js';
import { asUserError, readUserValue } from '../../model/read-user-value.js';
import type { TreeLayout } from '../../model/tree-layout.js';
import type { SeededRandom } from '../../numdiff/index.js';
import type { Evaluation } from '../../training/optimizers/index.js';
import { readRows, type DataRows } from './data-rows.js';

/** The user's functions as they are trained: on batches, and with other random numbers at each step. */
export class TrainingObjective {
  evaluations = 0;
  /** Whether a call changed the data it was given; since then each gets a copy. */
  get dataMutated(): boolean {
    return this.guard.wasChanged;
  }

  private readonly build: TreeBuilder;
  private readonly guard: DataGuard;
  private readonly batches: DataRows | undefined;
  private inspections = 0;

  constructor(
    private readonly model: ModelDefinition,
    private readonly layout: TreeLayout,
    data: unknown,
    private readonly frozen: ReadonlySet<string>,
    private readonly random: SeededRandom,
    hasBatches: boolean,
  ) {
    this.build = createTreeBuilder(layout);
    this.guard = readUserValue('data', () => new DataGuard(data));
    this.batches = hasBatches ? readUserValue('data', () => readRows(data)) : undefined;
  }

  /** Rows that batches are made of; 0 where all data are taken at once. */
  get rows(): number {
    return this.batches?.count ?? 0;
  }

  /**
   * Loss and gradient on a batch, or on all data, which see the same random numbers.
   * @param stream of random numbers: one for each step
   * @throws GradcheckError `user-error`, `bad-loss`, `shape-mismatch`, `frozen-gradient`
   */
  async evaluate(point: Float64Array, rows: readonly number[] | undefined, stream: number): Promise<Evaluation> {
    const { lossAndGradient, gradient } = this.model;
    this.evaluations++;
    if (!gradient) {
      const pair = splitLossAndGradient(await this.call('lossAndGradient', lossAndGradient!, point, rows, stream));
      return {
        loss: readLossValue(pair.loss, 'lossAndGradient'),
        gradient: readGradient(this.layout, pair.gradient, this.frozen),
      };
    }
    const claimed = await this.callGradient(point, rows, stream);
    return { loss: await this.loss(point, rows, stream), gradient: claimed };
  }

  /** The loss on a batch, or on all data. */
  async loss(point: Float64Array, rows?: readonly number[], stream?: number): Promise<number> {
    const { loss, lossAndGradient } = this.model;
    if (loss) return readLossValue(await this.call('loss', loss, point, rows, stream));
    const returned = await this.call('lossAndGradient', lossAndGradient!, point, rows, stream);
    return readLossValue(splitLossAndGradient(returned).loss, 'lossAndGradient');
  }

  private async callGradient(
    point: Float64Array,
    rows: readonly number[] | undefined,
    stream: number,
  ): Promise<Float64Array> {
    const call = this.model.gradient!;
    if (this.model.gradientStyle !== 'out')
      return readGradient(this.layout, await this.call('gradient', call, point, rows, stream), this.frozen);
    const out = this.build(new Float64Array(point.length));
    await this.call('gradient', (tree, data) => call(tree, out, data), point, rows, stream);
    const filled = readGradient(this.layout, out, new Set());
    for (const { path, offset, size } of this.layout.leaves)
      if (this.frozen.has(path)) filled.fill(0, offset, offset + size);
    return filled;
  }

  private async call(
    name: string,
    call: (tree: unknown, data: unknown) => unknown,
    point: Float64Array,
    rows: readonly number[] | undefined,
    stream: number | undefined,
  ): Promise<unknown> {
    const all = this.guard.forCall();
    const data = rows && this.batches ? this.batches.take(all, rows) : all;
    try {
      this.random.restart(stream);
      return await call(this.build(point), data);
    } catch (error) {
      throw asUserError(error, `${name} threw`);
    } finally {
      // Looking takes as long as copying: what the first calls leave alone, the others are taken to leave alone as well.
      if (this.inspections++ < INSPECTED_CALLS) this.guard.inspect();
    }
  }
}

/** Enough for loss and gradient at the start, on all data and on a batch. */
const INSPECTED_CALLS = 4;

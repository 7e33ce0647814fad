import { GradcheckError } from '../errors.js';
import { describeValue, type TreeLayout } from '../model/tree-layout.js';
import { listEntries } from './list-entries.js';
import { captureStack, recordTapeAsync, TrackedNumber, type RecordedTape } from './recorder.js';
import { getElement } from './tracked-arrays.js';
import { buildTrackedTree } from './tracked-tree.js';

/** What of an instrumented model takes part. */
export interface InstrumentedModel {
  readonly gradient?: (...args: unknown[]) => unknown;
  readonly gradientStyle?: 'return' | 'out';
  readonly loss?: (...args: unknown[]) => unknown;
  readonly lossAndGradient?: (...args: unknown[]) => unknown;
}

/** What a run of the gradient left behind. */
export interface RecordedGradient extends RecordedTape {
  /** The entry of each number that it returned, in the order of the flat vector; 0 for plain numbers. */
  readonly results: Int32Array;
}

/** The loss of an instrumented model over a flat vector, recorded. */
export class ExactObjective {
  recordings = 0;

  constructor(
    private readonly model: InstrumentedModel,
    readonly layout: TreeLayout,
    private readonly data: unknown,
    private readonly restartRandom: () => void,
  ) {}

  /**
   * Runs the loss at a point and returns its tape, which is good until the next recording.
   * @throws GradcheckError `not-instrumentable`, `tape-limit`; whatever the loss throws
   */
  record(point: Float64Array): Promise<RecordedTape> {
    this.recordings++;
    this.restartRandom();
    return recordTapeAsync(async () => {
      const tree = buildTrackedTree(this.layout, point);
      if (this.model.loss) return readTrackedLoss(await this.model.loss(tree, this.data));
      const returned = await this.model.lossAndGradient!(tree, this.data);
      return readTrackedLoss(Array.isArray(returned) ? returned[0] : (returned as { loss?: unknown })?.loss);
    });
  }

  /** Runs the gradient at a point over tracked numbers, to see what it computes. */
  async recordGradient(point: Float64Array): Promise<RecordedGradient> {
    this.restartRandom();
    let results: Int32Array = new Int32Array(0);
    const tape = await recordTapeAsync(async () => {
      results = listEntries(this.layout, await this.callGradient(buildTrackedTree(this.layout, point), point));
      return 0;
    });
    return { ...tape, results };
  }

  private async callGradient(tree: unknown, point: Float64Array): Promise<unknown> {
    const { gradient, gradientStyle, lossAndGradient } = this.model;
    if (gradientStyle === 'out') {
      const out = buildTrackedTree(this.layout, point);
      await gradient!(tree, out, this.data);
      return out;
    }
    if (gradient) return gradient(tree, this.data);
    const returned = await lossAndGradient!(tree, this.data);
    return Array.isArray(returned) ? returned[1] : (returned as { gradient?: unknown } | null)?.gradient;
  }

  /** The stack of calls under which an entry is recorded at a point; null where that cannot be found out. */
  stackAt(point: Float64Array, entry: number): string | null {
    this.restartRandom();
    const loss = this.model.loss ?? this.model.lossAndGradient!;
    return captureStack(() => loss(buildTrackedTree(this.layout, point), this.data), entry);
  }
}

/** A number, or something that holds exactly one. */
export function readTrackedLoss(value: unknown): TrackedNumber | number {
  if (typeof value === 'number' || value instanceof TrackedNumber) return value;
  const list = value as ArrayLike<unknown> | null | undefined;
  const isList = Array.isArray(value) || ArrayBuffer.isView(value);
  if (isList && list!.length === 1) return readTrackedLoss(getElement(list, 0));
  throw new GradcheckError(
    'not-instrumentable',
    `the loss returns ${describeValue(value)}, whose parts are not followed`,
    {
      hint: 'exact derivatives need a loss computed by plain numbers, not by tensors of a library',
    },
  );
}

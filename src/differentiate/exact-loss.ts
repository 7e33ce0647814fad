import { readTrackedLoss } from '../autodiff/exact-objective.js';
import { recordTape, recordTapeAsync, type RecordedTape } from '../autodiff/recorder.js';
import { buildTrackedTree } from '../autodiff/tracked-tree.js';
import { buildTree } from '../model/build-tree.js';
import { readTree, type TreeLayout } from '../model/tree-layout.js';
import { drive, type Probe } from '../numdiff/index.js';
import { examineDerivative, type Examination } from './examine-derivative.js';
import { disagreement, refusePromise, refuseUnfollowed } from './refuse-unfollowed.js';

/** A loss that is differentiated: a number of its parameters, and of whatever else it is given. */
export type Loss<P, Rest extends unknown[]> = (params: P, ...rest: Rest) => number;

/** Settings of `gradient`, `valueAndGradient`, `jvp` and `hessianVectorProduct`. */
export interface ExactOptions {
  /** Operations that one call may record; 40 million (1.1 GB) where not given. */
  readonly mostOperations?: number;
  /**
   * Whether the first call holds the derivative against finite differences of the plain loss, which takes some tens of
   * evaluations of it. True where not given.
   */
  readonly verify?: boolean;
}

/** One run of a loss, and the shape and values of its parameters. The tape is good until the next recording. */
export interface Recording {
  readonly layout: TreeLayout;
  readonly point: Float64Array;
  readonly tape: RecordedTape;
}

/** A loss that can be recorded. Until its derivative has been confirmed once, every recording is examined. */
export class ExactLoss<P, Rest extends unknown[]> {
  private isConfirmed: boolean;

  constructor(
    private readonly loss: (params: P, ...rest: Rest) => unknown,
    private readonly options: ExactOptions,
  ) {
    this.isConfirmed = options.verify === false;
  }

  /** @throws GradcheckError `not-instrumentable`, `tape-limit`, `bad-params`; whatever the loss throws */
  record(params: P, rest: Rest): Recording {
    let read!: ReturnType<typeof readTree>;
    const tape = recordTape(() => {
      // Within the recording, so that parameters of an outer one are refused as what they are.
      read = readTree(params);
      const value = this.call(buildTrackedTree(read.layout, read.values), rest);
      if (value instanceof Promise) throw refusePromise(value);
      return readTrackedLoss(value);
    }, this.options.mostOperations);
    const recording = { layout: read.layout, point: read.values, tape };
    refuseUnfollowed(tape);
    if (!this.isConfirmed)
      this.conclude(drive(this.examine(recording), this.plainLoss(recording, rest)) as Examination);
    return recording;
  }

  /** The same for a loss that returns a promise. Recordings must not overlap. */
  async recordAsync(params: P, rest: Rest): Promise<Recording> {
    let read!: ReturnType<typeof readTree>;
    const tape = await recordTapeAsync(async () => {
      read = readTree(params);
      return readTrackedLoss(await this.call(buildTrackedTree(read.layout, read.values), rest));
    }, this.options.mostOperations);
    const recording = { layout: read.layout, point: read.values, tape };
    refuseUnfollowed(tape);
    if (!this.isConfirmed) this.conclude(await drive(this.examine(recording), this.plainLoss(recording, rest)));
    return recording;
  }

  private call(tree: unknown, rest: Rest): unknown {
    return this.loss(tree as P, ...rest);
  }

  private examine({ layout, point, tape }: Recording): ReturnType<typeof examineDerivative> {
    return examineDerivative(layout, point, tape);
  }

  /** The loss on plain numbers; what it throws away from the point counts as NaN: a step may leave its domain. */
  private plainLoss({ layout, point }: Recording, rest: Rest): (probe: Probe) => number | Promise<number> {
    return (probe) => {
      const at = 'point' in probe ? probe.point : point.with(probe.index, probe.value);
      try {
        const value = this.call(buildTree(layout, at), rest);
        if (!(value instanceof Promise)) return Number(value);
        return value.then(Number, () => NaN);
      } catch {
        return NaN;
      }
    };
  }

  private conclude(examination: Examination): void {
    if (examination.kind === 'differs') throw disagreement(examination.reason);
    this.isConfirmed = examination.kind === 'agrees';
  }
}

import { GradcheckError } from '../errors.js';
import { readLossValue } from '../model/loss-value.js';
import { LogWriter } from '../run/log/log-writer.js';
import { clipGradient, refuseNoLimits, type Clipping } from '../training/clip.js';
import { createMeter, measureGradient, type Block } from '../training/meter.js';
import { readBlocks } from '../training/read-blocks.js';
import { addStep, createSummary } from '../training/run-summary.js';
import { reportTraining, type TrainingReport } from '../training/training-report.js';
import type { Alarm, TrainingStep } from '../training/types.js';
import { createWatch, watchStep } from '../training/watch.js';
import { WeightMemory } from '../training/weight-memory.js';

export interface MonitorOptions {
  /** A file of JSON lines, which `gradcheck monitor` reads as well. */
  readonly log?: string;
  /** Called for each alarm, in the call of `observe` that raised it. */
  readonly onAlarm?: (alarm: Alarm) => void;
}

/** One step, as a training loop knows it. A gradient is a tree: numbers, arrays, typed arrays, tensors, objects of them. */
export interface ObservedStep {
  /** Counted on from the step before where absent. */
  readonly step?: number;
  /** A number, or a tensor of one. */
  readonly loss?: unknown;
  readonly lr?: number;
  /** Only read. */
  readonly gradient: unknown;
  /** After the update, in the shape of the gradient. Given at each step they tell the size of updates; a copy is kept. */
  readonly weights?: unknown;
}

/** Watches a training loop of the user's own. */
export interface Monitor {
  /**
   * Takes a step in: one pass over the gradient, which stays as it is. Returns what is wrong with it.
   * @throws GradcheckError `bad-params`, `bad-loss`, or `usage` for what is no step, or a log that cannot be written
   */
  observe(step: ObservedStep): readonly Alarm[];
  /**
   * Clips a gradient in place, before `observe` is called with it: that then tells its norm as it was.
   * @returns norm afterwards over norm before: 1 where nothing was clipped
   * @throws GradcheckError `usage` for tensors, which cannot be changed, and for what is no limit
   */
  clip(gradient: unknown, limits: Omit<Clipping, 'adaptive'>): number;
  /** The run so far, as `gradcheck train` and `gradcheck monitor` report it. */
  report(): TrainingReport;
  /** Ends the log, if there is one: what is left of it is written, and no step can follow. */
  close(): void;
}

/**
 * Watches the gradients of a training loop: exploding, vanishing, dead, not finite.
 * @throws GradcheckError `usage` where the log cannot be written
 */
export function createMonitor(options: MonitorOptions = {}): Monitor {
  return new LoopMonitor(options);
}

type Measured = ReturnType<typeof measureGradient>;

class LoopMonitor implements Monitor {
  private readonly meter = createMeter();
  private readonly watch = createWatch();
  private readonly summary = createSummary();
  private readonly weights = new WeightMemory();
  private readonly history: number[] = [];
  private readonly log: LogWriter | undefined;
  /** Of the gradient that was clipped last, as it was before. */
  private clipped: { readonly gradient: unknown; readonly measured: Measured; readonly factor: number } | undefined;
  private next = 0;
  private readonly times = { own: 0, first: 0, last: 0 };

  constructor(private readonly options: MonitorOptions) {
    this.log = options.log === undefined ? undefined : new LogWriter(options.log);
    this.log?.start();
  }

  observe({ step = this.next, loss, lr, gradient, weights }: ObservedStep): readonly Alarm[] {
    return this.timed(() => {
      if (!Number.isFinite(step))
        throw new GradcheckError('usage', `a step is a finite number, and not ${String(step)}`, {
          hint: 'leave it out, and steps are counted',
        });
      this.next = step + 1;
      const { measured, factor } = this.takeMeasured(gradient);
      const record: TrainingStep = {
        step,
        loss: loss === undefined || loss === null ? undefined : readLossValue(loss),
        lr,
        ...(measured.cosine === undefined ? {} : { cosine: measured.cosine }),
        ...(factor === 1 ? {} : { clipped: factor }),
        params: weights === undefined ? measured.params : this.weights.compare(readBlocks(weights), measured.params),
      };
      const alarms = watchStep(this.watch, record);
      addStep(this.summary, record, alarms);
      this.log?.write(record);
      for (const alarm of alarms) this.options.onAlarm?.(alarm);
      return alarms;
    });
  }

  clip(gradient: unknown, limits: Omit<Clipping, 'adaptive'>): number {
    return this.timed(() => {
      refuseNoLimits(limits);
      const blocks = readBlocks(gradient);
      const measured = measureGradient(this.meter, blocks);
      const factor = clipBlocks(blocks, limits, this.history);
      this.clipped = { gradient, measured, factor };
      return factor;
    });
  }

  report(): TrainingReport {
    const { own, first, last } = this.times;
    const rest = last - first - own;
    return reportTraining(this.summary, { optimizer: { name: 'unknown' }, overhead: rest > 0 ? own / rest : 0 });
  }

  close(): void {
    this.log?.close();
  }

  private takeMeasured(gradient: unknown): { readonly measured: Measured; readonly factor: number } {
    const kept = this.clipped;
    this.clipped = undefined;
    if (kept && kept.gradient === gradient) return kept;
    return { measured: measureGradient(this.meter, readBlocks(gradient)), factor: 1 };
  }

  private timed<Result>(work: () => Result): Result {
    const start = performance.now();
    if (this.times.first === 0) this.times.first = start;
    try {
      return work();
    } finally {
      this.times.last = performance.now();
      this.times.own += this.times.last - start;
    }
  }
}

/** By a flat copy, which is written back where something was clipped. */
function clipBlocks(blocks: readonly Block[], limits: Clipping, history: number[]): number {
  const pieces = blocks.flatMap((block) => block.pieces);
  const flat = new Float64Array(pieces.reduce((size, { from, to }) => size + to - from, 0));
  let place = 0;
  for (const { values, from, to } of pieces) for (let i = from; i < to; i++) flat[place++] = values[i];
  const factor = clipGradient(flat, limits, { history });
  if (factor === 1) return 1;
  place = 0;
  for (const { values, from, to, assign, isCopy } of pieces) {
    if (isCopy)
      throw new GradcheckError('usage', 'a tensor cannot be clipped in place', {
        hint: 'read its gradient into arrays first, or multiply the tensor by limit / norm',
      });
    for (let i = from; i < to; i++, place++) {
      if (assign) assign(flat[place]);
      else (values as number[])[i] = flat[place];
    }
  }
  return factor;
}

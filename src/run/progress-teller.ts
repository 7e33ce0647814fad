import type { ParameterReport } from '../check/report.js';
import type { NoiseLevel } from '../numdiff/index.js';
import type { PreparedModel } from './prepare-model.js';
import type { EntryCount, FoundSoFar, ProgressPart } from './progress-part.js';

/** Parameters are told at least after each 64th part of them, so those of a small model one by one. */
const PORTIONS = 64;
const INTERVAL_MS = 200;

/**
 * Tells what a check finds while it goes on, so that it is not lost when the model hangs. What comes often is told in
 * portions, as a message costs as much as some evaluations.
 */
export class ProgressTeller {
  private prepared: PreparedModel | undefined;
  /** What was found at one point and is yet to be told. */
  private waiting: Omit<FoundSoFar, 'parameters'> | undefined;
  private readonly parameters = new Map<string, ParameterReport>();
  private failed = 0;
  private failedTold = 0;
  private latest: { path: string; failed: number } = { path: '', failed: 0 };
  private toldAt = performance.now();

  constructor(
    private readonly tell: (part: ProgressPart) => void,
    private readonly tellCount: (count: EntryCount) => void = () => {},
  ) {}

  begin(prepared: PreparedModel): void {
    this.prepared = prepared;
    const { layout, dtype, method } = prepared;
    this.tell({ kind: 'begun', method: method.kind, dtype, leaves: layout.leaves });
  }

  /** What a check at a point calls for each of its parameters, and for one that takes long before it is done. */
  at({
    point,
    loss,
    method,
  }: Pick<FoundSoFar, 'point' | 'loss' | 'method'>): (parameter: ParameterReport, noise: NoiseLevel) => void {
    return (parameter, { sigma: noise }) => {
      if (this.waiting && this.waiting.point !== point) this.flush();
      const { lossEvaluations, gradientEvaluations } = this.prepared!.objective;
      this.waiting = { kind: 'found', method, point, loss, noise, lossEvaluations, gradientEvaluations };
      this.parameters.set(parameter.path, parameter);
      this.countFailures(parameter);
      if (this.isDue()) this.flush();
    };
  }

  /** What the check of a claim calls as it goes through its entries. */
  countEntries(total: number): (done: number, failed: number) => void {
    const count = { done: 0, total, failed: 0 };
    let told = performance.now();
    return (done, failed) => {
      count.done += done;
      count.failed += failed;
      if (performance.now() - told < INTERVAL_MS) return;
      told = performance.now();
      this.tellCount({ ...count });
    };
  }

  /** Tells what was held back. */
  flush(): void {
    if (!this.waiting) return;
    this.tell({ ...this.waiting, parameters: [...this.parameters.values()] });
    this.waiting = undefined;
    this.parameters.clear();
    this.failedTold = this.failed;
    this.toldAt = performance.now();
  }

  /** The same parameter may come again, with more of its entries. */
  private countFailures({ path, failed }: ParameterReport): void {
    this.failed += failed - (this.latest.path === path ? this.latest.failed : 0);
    this.latest = { path, failed };
  }

  private isDue(): boolean {
    // The first failure decides the verdict; from there on as often as their number doubles.
    if (this.failed > 0 && this.failed >= 2 * this.failedTold) return true;
    if (this.parameters.size * PORTIONS >= this.prepared!.layout.leaves.length) return true;
    return performance.now() - this.toldAt >= INTERVAL_MS;
  }
}

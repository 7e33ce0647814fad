import { gradientMagnitudes, gradientOf } from '../autodiff/sweep.js';
import type { ExactReference } from '../check/exact-reference.js';
import type { PointProblem } from '../check/point-problem.js';
import type { NoiseLevel } from '../numdiff/index.js';
import { openExactAt, type TraceRequest } from './trace-mistake.js';
import type { ExactAccess } from './open-exact.js';

/** The exact gradients of one model at the points of its check, opened at the first and used at all. */
export class ExactReferences {
  private access: ExactAccess | null = null;

  constructor(
    readonly mode: ExactReference['mode'],
    private readonly source: Omit<TraceRequest, 'problem' | 'noise' | 'lossAt'>,
  ) {}

  /** Why there is none, once that is known. */
  get refusal(): (ExactAccess & { kind: 'refused' }) | undefined {
    return this.access?.kind === 'refused' ? this.access : undefined;
  }

  get isTrusted(): boolean {
    return this.access?.kind === 'trusted';
  }

  /** The exact gradient at a point, or undefined where there is none to trust. Never throws. */
  async at(
    problem: PointProblem,
    noise: NoiseLevel,
    lossAt: TraceRequest['lossAt'],
  ): Promise<ExactReference | undefined> {
    if (this.access === null) {
      this.access = await openExactAt({ ...this.source, problem, noise, lossAt });
      if (this.access.kind === 'refused') return undefined;
      const { tape, gradient } = this.access;
      return { mode: this.mode, gradient, magnitude: gradientMagnitudes(tape) };
    }
    if (this.access.kind === 'refused') return undefined;
    try {
      const tape = await this.access.objective.record(problem.point);
      if (tape.result !== problem.loss) return undefined;
      return { mode: this.mode, gradient: gradientOf(tape), magnitude: gradientMagnitudes(tape) };
    } catch {
      // Code that cannot be followed at this point only: differences do without it.
      return undefined;
    }
  }
}

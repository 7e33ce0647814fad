import { gradientRoundings } from '../autodiff/gradient-roundings.js';
import { gradientMagnitudes, gradientOf } from '../autodiff/sweep.js';
import type { ExactReference } from '../check/exact-reference.js';
import type { PointProblem } from '../check/point-problem.js';
import type { Tape } from '../model/tape.js';
import type { NoiseLevel } from '../numdiff/index.js';
import { openExactAt, type TraceRequest } from './trace-mistake.js';
import { DIRECTIONS, type ExactAccess } from './open-exact.js';

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
      return { ...this.reference(this.access.tape, problem), isUnique: this.access.agreed === DIRECTIONS };
    }
    if (this.access.kind === 'refused') return undefined;
    try {
      const tape = await this.access.objective.record(problem.point);
      if (tape.result !== problem.loss) return undefined;
      return this.reference(tape, problem);
    } catch {
      // Code that cannot be followed at this point only: differences do without it.
      return undefined;
    }
  }

  private reference(tape: Tape, { lossAccuracy = 0 }: PointProblem): ExactReference {
    const known = { mode: this.mode, gradient: gradientOf(tape), magnitude: gradientMagnitudes(tape) };
    // What an inner solver computes has a derivative of its own.
    return this.mode === 'ad' && lossAccuracy === 0 ? { ...known, roundings: gradientRoundings(tape) } : known;
  }
}

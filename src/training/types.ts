/** What is known of one parameter at one step. Norms are L2; all are of the gradient before it was clipped. */
export interface ParameterStep {
  /** Norm of the gradient; NaN where an entry is not finite. */
  readonly grad: number;
  /** Largest absolute entry of the gradient. */
  readonly max?: number;
  /** Mean absolute entry of the gradient. */
  readonly mean?: number;
  /** Share of entries that are exactly 0, from 0 to 1. */
  readonly zeros?: number;
  /** Count of entries that are NaN or infinite. */
  readonly nonfinite?: number;
  /** Where the first of these stands. */
  readonly index?: readonly number[];
  /** Norm of the parameter before the update. */
  readonly weight?: number;
  /** Norm of the update. */
  readonly update?: number;
  /** Rows, and columns, of a matrix whose gradient has been exactly 0 for as many steps as the alarm wants. */
  readonly deadRows?: readonly number[];
  readonly deadColumns?: readonly number[];
  /** What a log says beside that, kept for who writes it on. */
  readonly others?: Others;
}

/** Keys of a log that mean nothing here. */
export type Others = Readonly<Record<string, unknown>>;

/** One step of a training run: a line of the log. */
export interface TrainingStep {
  readonly step: number;
  readonly loss?: number;
  /** Learning rate. */
  readonly lr?: number;
  /** Total norm before clipping, where it does not follow from the parameters. */
  readonly norm?: number;
  /** Cosine of the angle between this gradient and the one before. */
  readonly cosine?: number;
  /** The factor by which the gradient was clipped; absent where nothing was. */
  readonly clipped?: number;
  readonly params: Readonly<Record<string, ParameterStep>>;
  /** What a log says beside that, kept for who writes it on. */
  readonly others?: Others;
}

export type AlarmCode = 'non-finite' | 'exploding' | 'vanishing' | 'dead' | 'update-ratio' | 'oscillation' | 'clipping';

export type AlarmLevel = 'error' | 'warn' | 'note';

/** A place in the user's source. */
export interface AlarmLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text?: string;
}

/** Something wrong with a run, and what to do about it. */
export interface Alarm {
  readonly code: AlarmCode;
  readonly level: AlarmLevel;
  /** The step at which it was noticed. */
  readonly step: number;
  /** The parameter it is about; absent where it is about the run as a whole. */
  readonly parameter?: string;
  /** What is wrong, and a remedy with a number from the run. */
  readonly message: string;
  /** The figure that the rule is about. */
  readonly value: number;
  readonly location?: AlarmLocation;
}

/** The total norm of the gradient before clipping; NaN where it is not finite, undefined where nothing tells. */
export function totalNorm({ norm, params }: TrainingStep): number | undefined {
  if (norm !== undefined) return norm;
  let sum: number | undefined;
  for (const path in params) {
    const { grad, nonfinite = 0 } = params[path];
    sum = Math.hypot(sum ?? 0, nonfinite > 0 ? NaN : grad);
  }
  return sum;
}

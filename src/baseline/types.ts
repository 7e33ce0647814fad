/** What is known of some models: their failures, and how small an error their checks see. The file of --baseline. */
export interface Baseline {
  readonly version: 1;
  /** Sorted by file, then by name. */
  readonly models: readonly ModelRecord[];
}

export interface ModelRecord {
  /** From the folder of the baseline, with forward slashes. */
  readonly file: string;
  readonly name: string;
  /** Which of several models of that name in the file it is, from the second on. */
  readonly occurrence?: number;
  /** Mistakes of the gradient as a whole, beside wrong entries: codes of diagnoses, sorted. */
  readonly mistakes?: readonly string[];
  /** Sorted by point, then by path. */
  readonly parameters: readonly ParameterRecord[];
}

export interface ParameterRecord {
  /** Absent: the model's own point. */
  readonly point?: string;
  readonly path: string;
  /** Larger relative errors would have been seen; null where the gradient is below the noise. Rounded up. */
  readonly detectionLimit: number | null;
  /** Larger absolute errors would have been seen, where `detectionLimit` is null. */
  readonly absoluteDetectionLimit?: number;
  /** Entries that could not be decided, if any. */
  readonly undecided?: number;
  /** Failing entries, if any. */
  readonly failed?: number;
  /** The first thousand of them, sorted by index. */
  readonly failures?: readonly FailureRecord[];
}

export interface FailureRecord {
  readonly index: readonly number[];
  /** Relative error, rounded up; null where the gradient is not finite. */
  readonly error: number | null;
}

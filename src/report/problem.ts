import type { Diagnosis, EntryReport, ModelReport, SourceLocation } from '../check/report.js';

/** Something to act on, at one place of the user's files. Texts are as they came: each reporter escapes them. */
export interface Problem {
  /** The code of a diagnosis or an error, or `wrong-gradient`, `undecided`, `worse-than-baseline`. Stable. */
  readonly rule: string;
  /** What fails the run, what leaves it undecided, what the baseline knows. */
  readonly level: 'error' | 'warning' | 'note';
  readonly model: ModelReport;
  /** The parameter; empty where it is about the model as a whole. */
  readonly path: string;
  readonly title: string;
  /** Sentences, one a line. */
  readonly message: string;
  /** Where it comes from, as far as that is known. */
  readonly location?: SourceLocation;
  /** The larger the worse, within a level. */
  readonly weight: number;
}

/** The rule of something wrong: the mistake, where it has a name. */
export function ruleOf(diagnoses: readonly Diagnosis[]): string {
  const [main] = diagnoses;
  return main && main.code !== 'unknown' ? main.code : 'wrong-gradient';
}

/** Nothing is more wrong than what is no number. */
export function errorOf({ relativeError }: EntryReport): number {
  return Number.isNaN(relativeError) ? Infinity : relativeError;
}

/** Below 0 where a is smaller; a plain subtraction would be NaN between two infinities. */
export function compareSizes(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

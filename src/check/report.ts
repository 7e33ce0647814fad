/**
 * The report of a check as plain data: what a worker sends, what reporters word, what `--reporter json` prints.
 * Field names and meanings are those of the report schema (schema/report.schema.json, version 1).
 */

export type EntryVerdict = 'pass' | 'fail' | 'kink' | 'inconclusive';
export type ModelVerdict = 'pass' | 'fail' | 'inconclusive' | 'error';
export type Dtype = 'float64' | 'float32';
export type Scheme = 'central' | 'forward' | 'backward';

/** Why an entry was decided as it was; worded by the reporters. */
export type EntryReason =
  | 'match' // the difference agrees with the claim within a small bound
  | 'zero' // both are zero within the bound, and the loss moves on a larger scale (or not at all)
  | 'subtle' // a certified mismatch smaller than the material limit
  | 'tolerance' // decided by an explicit rtol/atol
  | 'subgradient' // at a kink, inside the interval of one-sided slopes
  | 'mismatch' // a constant gap over the ladder of steps
  | 'outside-subgradient' // at a kink, outside the interval of one-sided slopes
  | 'non-finite' // the claimed entry is NaN or infinite
  | 'noise' // the noise of the loss hides the derivative
  | 'nondeterministic' // the loss differs at equal input, by more than the gradient moves it
  | 'discontinuity' // the loss jumps at the point
  | 'singular' // the differences diverge as the step shrinks
  | 'multi-scale' // another slope at small steps than at larger ones
  | 'no-plateau' // no step at which the estimate settles
  | 'unexplained' // a direction disagrees, and no single entry does
  | 'unlocated' // a direction is wrong beyond doubt, and its wrong entries were not looked for
  | 'no-room' // bounds leave no step to take
  | 'non-finite-around'; // the loss is not finite at any step

export interface SourceLocation {
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based. */
  column: number;
  /** The source line or expression at that place, trimmed. */
  text?: string;
}

export interface EntryReport {
  /** Place inside the parameter, `[]` for a number. */
  index: number[];
  /** What the user's gradient claims. */
  analytic: number;
  /** The best difference estimate, or the exact derivative with --reference ad; NaN where none could be formed. */
  numeric: number;
  /** The exact derivative by instrumented execution, where it was asked for. */
  exact?: number;
  /** |numeric − true derivative| ≤ bound. */
  bound: number;
  /** |analytic − numeric| / max(|analytic|, |numeric|), 0 where both are 0. */
  relativeError: number;
  verdict: EntryVerdict;
  reason: EntryReason;
  /** One-sided slopes, at a kink: [smallest, largest]. */
  slopes?: [number, number];
  /** The entry's own errors over the steps taken for it; given for a parameter's worst entry. */
  steps?: StepError[];
  /** A failure that stands in the baseline with an error at least as large. */
  known?: true;
}

/** The worst relative error of one scheme at one step, over the checked entries of a parameter. */
export interface StepError {
  scheme: Scheme;
  /** In units of the entry's scale (its typical size). */
  step: number;
  maxRelativeError: number;
}

export interface ParameterReport {
  /** `layers[0].W`, `b2`, `["odd key"]`; `params` for a tree that is one array or number. */
  path: string;
  shape: number[];
  size: number;
  checked: number;
  pass: number;
  fail: number;
  kink: number;
  inconclusive: number;
  /** `none`: nothing in it was checked (empty, frozen, or left out by an option). */
  verdict: EntryVerdict | 'none';
  /** Why nothing was checked. */
  skipped?: 'frozen' | 'empty' | 'not-selected' | 'not-reached';
  /** Any larger relative error would have failed; null where the gradient is below the noise. */
  detectionLimit: number | null;
  /** Any larger absolute error would have failed; given where detectionLimit is null. */
  absoluteDetectionLimit?: number;
  /** null when nothing was checked. */
  worst: EntryReport | null;
  /** The first 1000 failing entries; `failed` is the true count. */
  failures: EntryReport[];
  failed: number;
  /** How many of the failing entries the baseline knows; absent without a baseline. */
  known?: number;
  /** Up to 10 entries that are kinks or undecided, for the reader. */
  notes: EntryReport[];
  coverage: { full: number; directional: number; none: number };
  /**
   * Where entries were left out, the chance that a single wrong one, wherever it is, was not looked at; where directions
   * cover them, the chance that errors of several entries, ten times the visible size, cancel along all of them.
   */
  missProbability?: number;
  /** Of entries that directions cover: the smallest relative error of one of them that shows. */
  visibleError?: { median: number; worst: number };
  /** What the gradient claims along the direction that agrees least, and what the differences say. */
  direction?: { analytic: number; numeric: number; bound: number; reason: EntryReason };
  /** Sorted by scheme, then by step, descending. */
  steps: StepError[];
}

export interface PointReport {
  /** `params` for the model's own point, else `points[0]`, `drawn 3 (seed 1)`, `edge case: zeros`… */
  name: string;
  loss: number;
  parameters: ParameterReport[];
  /** A simpler point at which the gradient is wrong in the same way; for one point of a model at most. */
  shrunk?: ShrunkPoint;
}

/** What is left of a failing point when everything that the failure does not need has been taken out. */
export interface ShrunkPoint {
  /** The parameter, and the entry in it, that is wrong there. */
  path: string;
  index: number[];
  analytic: number;
  numeric: number;
  bound: number;
  reason: EntryReason;
  /** Text to paste into the model in place of its `params`. Absent where it would be too long to be of use. */
  text?: string;
  /** The tree as plain data; absent where it is large. */
  params?: unknown;
  /** Points tried on the way. */
  tries: number;
  /** False where nothing could be taken out: then it is the failing point itself. */
  isSimpler: boolean;
}

/** A point that gradcheck moved to, and at which there is nothing to check. */
export interface SkippedPoint {
  name: string;
  reason: 'non-finite-loss' | 'loss-threw';
  /** The value of the loss, or what it threw. */
  found: string;
}

export interface Counts {
  entries: number;
  checked: number;
  pass: number;
  fail: number;
  kink: number;
  inconclusive: number;
}

export interface Effort {
  lossEvaluations: number;
  gradientEvaluations: number;
  durationMs: number;
}

export interface Warning {
  code: string;
  message: string;
  path?: string;
}

export interface Diagnosis {
  code: string;
  path: string;
  message: string;
  evidence: 'exact' | 'strong' | 'hint';
  location?: SourceLocation;
}

/** A symbolic derivative of a loss that is a formula, for an entry whose gradient is wrong. */
export interface FormulaReport {
  /** The entry: `x`, `w[0]`, `A[0,2]`. */
  path: string;
  /** As a formula, in which positions are counted from 1. */
  derivative: string;
  /** Whether it lies within the bound of the difference at the point. Where it does not, it is wrong. */
  confirmed: boolean;
}

export interface ModelError {
  code: string;
  message: string;
  hint?: string;
  location?: SourceLocation;
  /** A few source lines around the location, ready to print. */
  frame?: string;
  /** The user's stack, in lines of the user's files; shown with --debug. */
  stack?: string;
}

/** In what a model is worse than its baseline, beside entries that fail and are not `known`. */
export interface Regression {
  kind: 'larger-error' | 'detection-limit' | 'absolute-limit';
  /** The point and the parameter. */
  point: string;
  path: string;
  /** The entry, of a larger error. */
  index?: number[];
  /** Relative error or limit, recorded and found; null: none at all. */
  was: number | null;
  now: number | null;
}

/** What the baseline records and the run did not find again. */
export interface StaleRecord {
  file: string;
  model: string;
  /** Absent for the model's own point, and where it is about the model as a whole. */
  point?: string;
  /** Absent where it is about the model as a whole. */
  path?: string;
  index?: number[];
}

export interface ModelReport extends Counts, Effort {
  name: string;
  file: string;
  verdict: ModelVerdict;
  method: 'full' | 'directional';
  /** What the claim was compared with; absent: differences alone. */
  reference?: 'ad' | 'both';
  dtype: Dtype;
  /** Loss at the model's own point. NaN when it could not be evaluated. */
  loss: number;
  /** Measured noise level (standard deviation) of the loss, in units of the loss. */
  noise: number;
  /** What kept it from being checked, or from being checked further. */
  error?: ModelError;
  parameters: number;
  setupEvaluations: number;
  points: PointReport[];
  /** Points drawn by gradcheck or by the model at which the loss could not be evaluated. */
  skippedPoints?: SkippedPoint[];
  cause: 'implementation' | 'instability' | 'singularity' | 'data' | 'none';
  causeReason: string;
  diagnoses: Diagnosis[];
  warnings: Warning[];
  /** For models of formulas: what the gradient of failing entries should be. */
  formulas?: FormulaReport[];
  /** The explicit tolerance that replaced the calibrated rule, if any. */
  tolerance?: { rtol: number; atol: number };
  /** What stopped the check before it was through: the report covers what was done until then. */
  truncated?: 'time-budget' | 'max-evaluations';
  /** Evaluations averaged into each value of the loss, if more than one; loss and noise are those of the mean. */
  averaged?: number;
  /** All that is wrong or undecided in it stands in the baseline: it does not fail the run. */
  known?: true;
  /** In what it is worse than the baseline says; then it fails the run. */
  regressions?: Regression[];
}

export interface RunSummary extends Counts, Effort {
  verdict: ModelVerdict;
  exitCode: number;
  models: number;
  parameters: number;
}

export interface CheckReport {
  schemaVersion: 1;
  tool: { name: 'gradcheck'; version: string };
  seed: number;
  summary: RunSummary;
  models: ModelReport[];
  /** Errors of the call itself (a file that is not there, a bad option). */
  errors?: ModelError[];
  /** Which part of the models this is, counted from 1. */
  shard?: { index: number; count: number };
  /** What the run was held against, and what of it is out of date. */
  baseline?: { file: string; stale: StaleRecord[] };
  /** The command that gives this result again. */
  replay: string;
}

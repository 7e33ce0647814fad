import type { ModelError } from '../check/report.js';
import type { FormulaModel } from '../formula/formula-model.js';
import type { GradientNeed, ModelDefinition } from '../model/model-definition.js';
import type { SeededRandom } from '../numdiff/index.js';
import type { ExactModel } from './open-exact.js';
import type { EntryCount } from './progress-part.js';
import type { ModelText } from './spread/entry-job.js';
import type { RunOptions } from './run-options.js';

/** What a task takes from the thread that runs it. */
export interface TaskContext {
  /** The user's file as it is named in reports. */
  readonly file: string;
  readonly options: RunOptions;
  /** What stands in for Math.random. */
  readonly userRandom: SeededRandom;
  /** What was thrown, as data with places in the user's files. */
  readonly describeError: (thrown: unknown) => ModelError;
  /** Loads the model once more, instrumented; absent where there is no code to instrument. */
  readonly loadExact?: () => Promise<ExactModel>;
  /** Lets errors show that user code left to nobody; absent where that code runs in the program that asks for the check. */
  readonly endTurn?: () => Promise<void>;
  /** The model as other threads can load it; absent where they cannot. */
  readonly modelText?: ModelText;
  /** Tells plain data on the way, for `fail`, in case the end is not reached. */
  readonly tellPart: (part: unknown) => void;
  /** Tells how far it has come, for who watches. */
  readonly tellCount?: (count: EntryCount) => void;
}

/**
 * Something to be done with a model: checking it, for one. It runs in a worker, where user code may do what it likes; the
 * main process, where `fail` is called for a worker that died, loads nothing of what `run` takes.
 * @template Report what comes of it: plain data
 */
export interface Task<Report> {
  /** Whether a module without a gradient is no model; `false`: derivatives are not looked for at all. */
  readonly needsGradient: GradientNeed;
  /** Whether a file with several models is refused. */
  readonly takesOne?: true;
  /** Throws what keeps it from being done. */
  run(definition: ModelDefinition, context: TaskContext): Promise<Report>;
  /** The same for a model of formulas, which knows its loss as an expression. */
  runFormulas(model: FormulaModel, context: TaskContext): Promise<Report>;
  /** The report of a model, or of a whole file, with which it could not be done, or not to the end: `parts` were told. */
  fail(name: string, file: string, error: ModelError, durationMs?: number, parts?: readonly unknown[]): Report;
}

import type { ModelError } from '../check/report.js';
import type { ExpressionRequest } from '../formula/read-expression.js';
import type { EntryCount } from './progress-part.js';
import type { RunOptions } from './run-options.js';
import type { TaskName } from './tasks.js';

/** Where models come from: a bundle of a module, a .json file with formulas, formulas of the command line. */
export type ModelSource =
  /** `exactUrl`: another bundle of it, with its packages inside, for instrumented execution. */
  | { readonly kind: 'bundle'; readonly url: string; readonly exactUrl?: string }
  | { readonly kind: 'json'; readonly path: string }
  | { readonly kind: 'expression'; readonly expression: ExpressionRequest };

/** What the main process asks of an isolate: a task, with each of the models of one source. */
export interface RunRequest {
  readonly task: TaskName;
  readonly source: ModelSource;
  /** The user's file as it is named in reports. */
  readonly file: string;
  readonly options: RunOptions;
  /** Models before this one are done, by an isolate that had to be ended. */
  readonly first: number;
}

/** What an isolate tells, as it goes. */
export type RunMessage =
  /** The source has been read: a bundle may be deleted. */
  | { readonly type: 'loaded'; readonly models: readonly string[] }
  | { readonly type: 'started'; readonly index: number }
  /** What is known of the model that was started last, before its report. */
  | { readonly type: 'progress'; readonly part: unknown }
  /** How far it has come with it. */
  | { readonly type: 'count'; readonly count: EntryCount }
  | { readonly type: 'model'; readonly report: unknown }
  /** Something kept the task from being done with the model. */
  | { readonly type: 'stopped'; readonly error: ModelError }
  /** The module itself could not be loaded. */
  | { readonly type: 'failed'; readonly error: ModelError }
  | { readonly type: 'output'; readonly text: string }
  /** User code started a process, which nobody ends. */
  | { readonly type: 'process-started' }
  /** Why the isolate is about to end by itself. */
  | { readonly type: 'ending'; readonly error: ModelError }
  | { readonly type: 'done' };

import type { ModelError } from '../check/report.js';
import type { ExpressionRequest } from '../formula/read-expression.js';
import type { RunOptions } from './run-options.js';
import type { TaskName } from './tasks.js';

/** Where models come from: a bundle of a module, a .json file with formulas, formulas of the command line. */
export type ModelSource =
  /** `exactUrl`: another bundle of it, with its packages inside, for instrumented execution. */
  | { readonly kind: 'bundle'; readonly url: string; readonly exactUrl?: string }
  | { readonly kind: 'json'; readonly path: string }
  | { readonly kind: 'expression'; readonly expression: ExpressionRequest };

/** What the main process asks of a worker: a task, with each of the models of one source. */
export interface RunRequest {
  readonly task: TaskName;
  readonly source: ModelSource;
  /** The user's file as it is named in reports. */
  readonly file: string;
  readonly options: RunOptions;
}

/** What a worker tells, as it goes. */
export type RunMessage =
  /** The source has been read: a bundle may be deleted. */
  | { readonly type: 'loaded'; readonly models: readonly string[] }
  | { readonly type: 'model'; readonly index: number; readonly report: unknown }
  /** The module itself could not be loaded. */
  | { readonly type: 'failed'; readonly error: ModelError }
  /** The model called process.exit. */
  | { readonly type: 'exit-called'; readonly code: number }
  | { readonly type: 'done' };

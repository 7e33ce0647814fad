import type { ModelError, ModelReport } from '../check/report.js';
import type { RunOptions } from './run-options.js';

/** What the main process asks of a worker: check the models of one bundle. */
export interface RunRequest {
  readonly bundleUrl: string;
  /** The user's file as it is named in reports. */
  readonly file: string;
  readonly options: RunOptions;
}

/** What a worker tells, as it goes. */
export type RunMessage =
  /** The bundle has been read: it may be deleted. */
  | { readonly type: 'loaded'; readonly models: readonly string[] }
  | { readonly type: 'model'; readonly index: number; readonly report: ModelReport }
  /** The module itself could not be loaded. */
  | { readonly type: 'failed'; readonly error: ModelError }
  | { readonly type: 'done' };

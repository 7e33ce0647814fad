import type { SourceLocation } from './check/report.js';

/** Codes of everything that keeps a check from being run. */
export type ErrorCode =
  | 'usage'
  | 'config'
  | 'file-not-found'
  | 'no-files'
  | 'load'
  | 'syntax'
  | 'missing-export'
  | 'bad-params'
  | 'empty-params'
  | 'shape-mismatch'
  | 'frozen-gradient'
  | 'bad-loss'
  | 'bad-model'
  | 'bad-data'
  | 'non-finite-loss'
  | 'non-finite-hessian'
  | 'user-error'
  | 'timeout'
  | 'out-of-memory'
  | 'exited'
  | 'interrupted'
  | 'altered-builtins'
  | 'not-instrumentable'
  | 'tape-limit'
  | 'empty-log'
  | 'internal';

/** What could not be done, where, and what to do next. Thrown only for "could not check"; a wrong gradient is a result. */
export class GradcheckError extends Error {
  override readonly name = 'GradcheckError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: { hint?: string; location?: SourceLocation; frame?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
  }
}

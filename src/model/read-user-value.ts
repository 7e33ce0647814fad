import { GradcheckError } from '../errors.js';

/**
 * Reads values of the user's, whose getters and proxies are code of the user's as well.
 * @param name what is read, as messages call it
 * @throws GradcheckError `user-error` for what that code throws, and what reading throws of its own
 */
export function readUserValue<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw asUserError(error, `${name} threw while it was read`);
  }
}

/** What code of the user's threw, unless it is an error of ours that says what is wrong. */
export function asUserError(error: unknown, message: string): GradcheckError {
  return error instanceof GradcheckError ? error : new GradcheckError('user-error', message, { cause: error });
}

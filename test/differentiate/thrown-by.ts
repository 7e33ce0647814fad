import { GradcheckError } from '../../src/errors.js';

/** The error that a call throws, which has to be one of gradcheck's own. */
export function thrownBy(call: () => unknown): GradcheckError {
  try {
    call();
  } catch (error) {
    if (error instanceof GradcheckError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

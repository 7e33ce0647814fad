import { GradcheckError } from '../../src/errors.js';

/** What a function that should fail throws, as one line and its frame. */
export function thrownBy(run: () => unknown): { code: string; message: string; hint: string; frame: string } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof GradcheckError)) throw error;
    const { hint = '', frame = '' } = error.details;
    return { code: error.code, message: error.message, hint, frame };
  }
  throw new Error('nothing was thrown');
}

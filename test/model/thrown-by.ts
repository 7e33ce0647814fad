import { expect } from 'vitest';
import { GradcheckError } from '../../src/errors.js';

/** The GradcheckError that a call throws; anything else fails the test. */
export function thrownBy(call: () => unknown): GradcheckError {
  let thrown: unknown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(GradcheckError);
  return thrown as GradcheckError;
}

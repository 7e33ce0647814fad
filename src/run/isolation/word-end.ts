import type { ModelError } from '../../check/report.js';

export const MEGABYTE = 2 ** 20;

/** Nothing was left to wait for, and no answer. */
export const NEVER_SETTLED: ModelError = {
  code: 'user-error',
  message: 'a function of the model, or its top level, waits for a promise that never settles',
  hint: 'look for an await whose promise is neither resolved nor rejected',
};

/** `how`: `exit code 1`, `SIGTERM`. */
export function endedItself(how: string): ModelError {
  return {
    code: 'exited',
    message: `the model ended its process (${how})`,
    hint: 'remove process.exit, process.kill and the like from the model',
  };
}

export function crashedBy(signal: string): ModelError {
  return {
    code: 'exited',
    message: `the process of the model was ended by ${signal}`,
    hint: 'native code may have crashed, or another program ended it',
  };
}

/** `megabytes`: the limit, where one was given. */
export function outOfMemory(megabytes?: number): ModelError {
  const limit = megabytes === undefined ? '' : `: it took more than ${megabytes} MB`;
  return {
    code: 'out-of-memory',
    message: `the model ran out of memory${limit}`,
    hint: 'look for arrays that grow with each call; --max-memory <MB> sets the limit',
  };
}

/** An error that no function of the model threw to its caller. */
export function uncaught(error: ModelError): ModelError {
  return {
    ...error,
    code: 'user-error',
    message: `an error nobody caught: ${error.message}`,
    hint: 'a callback or promise of the model failed after its function had returned',
  };
}

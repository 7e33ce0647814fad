import { add } from '../autodiff/arithmetic.js';
import type { RecordedTape } from '../autodiff/recorder.js';
import { RUNTIME_KEY } from '../autodiff/runtime-key.js';
import { GradcheckError } from '../errors.js';

/** How a module comes to be instrumented. */
const WAYS =
  'start the program with `node --import gradcheck/register`, build it with the plugin of gradcheck/vite or ' +
  'gradcheck/esbuild, or rewrite its text with instrument() of gradcheck/instrument';

/**
 * Refuses a recording whose derivative would be wrong, or 0, because some code was not followed.
 * @throws GradcheckError `not-instrumentable`
 */
export function refuseUnfollowed({ length, inputs, output, escapes }: RecordedTape): void {
  if (escapes > 0) {
    const times = escapes === 1 ? 'once' : `${escapes} times`;
    throw new GradcheckError(
      'not-instrumentable',
      `numbers left the code that is followed ${times}: the derivative is lost there${installedNote()}`,
      { hint: `what the loss calls has to be instrumented as well, packages among it: ${WAYS}` },
    );
  }
  // Entry 0 stands for constants.
  const hasOperations = length > inputs + 1 || output !== 0;
  if (hasOperations) return;
  throw new GradcheckError(
    'not-instrumentable',
    `no operation of the loss on its parameters was recorded${installedNote()}`,
    { hint: `is the module that holds the loss instrumented? ${WAYS}` },
  );
}

export function disagreement(reason: string): GradcheckError {
  return new GradcheckError('not-instrumentable', `the loss was not followed as a whole: ${reason}`, {
    hint: `part of its code may not be instrumented: ${WAYS}`,
  });
}

/** For a promise where a number is wanted; what becomes of it is nobody's concern any more. */
export function refusePromise(promise: Promise<unknown>): GradcheckError {
  promise.catch(() => {});
  return new GradcheckError('not-instrumentable', 'the loss returns a promise', {
    hint: 'valueAndGradientAsync waits for what an async loss comes to',
  });
}

function installedNote(): string {
  const runtime = (globalThis as Record<symbol, unknown>)[Symbol.for(RUNTIME_KEY)] as { add?: unknown } | undefined;
  if (runtime === undefined) return '; nothing in this program is instrumented';
  return runtime.add === add ? '' : '; two copies of gradcheck are loaded, and the code goes by the other one';
}

import type { ModelError } from '../../check/report.js';
import { GradcheckError } from '../../errors.js';
import { answerRequest } from '../answer-request.js';
import type { RunMessage } from '../protocol.js';
import { captureOutput } from '../../load/capture-output.js';
import { containExits } from './contain-exits.js';
import type { Isolate, IsolateEvents, IsolateOptions } from './isolate.js';
import { NEVER_SETTLED } from './word-end.js';

/**
 * Runs models in gradcheck's own thread, for debuggers and profilers. Nothing can end a model here that does not give
 * control back, and its memory is not watched.
 */
export function startInMainThread({ onOutput }: IsolateOptions): Isolate {
  let events: IsolateEvents | undefined;
  let release: (() => void)[] = [];
  const end = (why: ModelError): void => {
    const told = events;
    events = undefined;
    told?.onEnd(why);
  };
  const tell = (message: RunMessage): void => {
    // What goes on after its end comes no further than this.
    if (!events) throw new Error('the check has been ended');
    events.onMessage(message);
  };
  return {
    run: (request, listener) => {
      events = listener;
      const contained = containExits({
        onExit: ({ code, message, hint }) => {
          throw new GradcheckError(code as 'exited', message, { hint });
        },
        onUncaught: end,
      });
      const { random } = Math;
      const folder = process.cwd();
      const notice = (): void => end(NEVER_SETTLED);
      process.once('beforeExit', notice);
      release = [
        contained.release,
        // Stderr is where it goes to.
        captureOutput([process.stdout], onOutput),
        () => (Math.random = random),
        () => process.chdir(folder),
        () => void process.off('beforeExit', notice),
      ];
      answerRequest({ ...request, options: { ...request.options, workers: 1 } }, tell, contained.use).catch(() => {});
    },
    stop: async () => {
      events = undefined;
      for (const undo of release) undo();
      release = [];
    },
  };
}

import { Worker } from 'node:worker_threads';
import { GradcheckError } from '../errors.js';
import type { Config } from './types.js';

type ErrorDetails = GradcheckError['details'];

/** What the thread that reads a configuration is started with. */
export interface ConfigRequest {
  /** Of the bundle. */
  readonly url: string;
  /** The configuration as the user has it. */
  readonly path: string;
}

/** What that thread tells. */
export type ConfigMessage =
  | { readonly type: 'output'; readonly text: string }
  | { readonly type: 'config'; readonly config: Config }
  | { readonly type: 'refused'; readonly refusal: { readonly message: string; readonly details: ErrorDetails } };

/** For what lists options. */
const LIMIT_SECONDS = 10;
const LIMIT_MEGABYTES = 512;

/**
 * The default export of a bundled configuration. It is loaded in a thread of its own, which can be ended whatever it
 * does; what it prints goes to stderr, because stdout is for reports.
 *
 * @throws GradcheckError `config`
 */
export async function importConfig(request: ConfigRequest): Promise<Config> {
  const worker = new Worker(new URL('./config-reader.js', import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: LIMIT_MEGABYTES },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Config>((resolve, reject) => {
      const refuse = (message: string, details?: ErrorDetails): void =>
        reject(new GradcheckError('config', message, details));
      const end = (why: string, hint?: string): void => refuse(`the configuration ${why}`, { hint, ...place(request) });
      timer = setTimeout(
        () => end(`took longer than ${LIMIT_SECONDS} s to load, and was ended`, 'look for a loop that does not end'),
        LIMIT_SECONDS * 1000,
      );
      worker.on('message', (message: ConfigMessage) => {
        if (message.type === 'output') process.stderr.write(message.text);
        else if (message.type === 'config') resolve(message.config);
        else refuse(message.refusal.message, message.refusal.details);
      });
      worker.on('error', (error: Error & { code?: string }) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') end(`took more than ${LIMIT_MEGABYTES} MB of memory`);
        else end(`could not be read: ${error.message}`);
      });
      worker.on('exit', (code) =>
        // Node's own code for a module that is still waiting when nothing is left to do.
        end(code === 13 ? 'waits for a promise that never settles' : `would end the process (exit code ${code})`),
      );
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function place({ path }: ConfigRequest): ErrorDetails {
  return { location: { file: path, line: 1, column: 1 } };
}

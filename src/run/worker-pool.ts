import { Worker } from 'node:worker_threads';
import type { ModelError } from '../check/report.js';
import type { RunMessage, RunRequest } from './protocol.js';
import type { Task } from './task.js';

/** A thread that will run one file's models. It is started before the bundle is ready: both take a while. */
export interface ModelWorker {
  /** Does a task with the models of a source; resolves with a report for each, also when the thread dies on the way. */
  run<Report>(request: RunRequest, fail: Task<Report>['fail'], onLoaded: () => void): Promise<Report[]>;
  /** Ends the thread, whatever it is doing. */
  stop(): Promise<void>;
}

export function startWorker(userOutput: (text: string) => void): ModelWorker {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { stdout: true, stderr: true });
  // What user code prints must not mix with reports on stdout.
  worker.stdout.on('data', (chunk: Buffer) => userOutput(chunk.toString()));
  worker.stderr.on('data', (chunk: Buffer) => userOutput(chunk.toString()));
  return {
    run: (request, fail, onLoaded) => collect(worker, request, fail, onLoaded),
    stop: async () => void (await worker.terminate()),
  };
}

function collect<Report>(
  worker: Worker,
  request: RunRequest,
  fail: Task<Report>['fail'],
  onLoaded: () => void,
): Promise<Report[]> {
  return new Promise((resolve) => {
    const reports: Report[] = [];
    let names: readonly string[] = [request.file];
    let exitCode: number | null = null;
    /** Models without a report get one that says why. */
    const finish = (error?: ModelError): void => {
      if (error) for (let i = 0; i < names.length; i++) reports[i] ??= fail(names[i], request.file, error);
      resolve(reports);
    };
    worker.on('message', (message: RunMessage) => {
      if (message.type === 'loaded') {
        names = message.models;
        onLoaded();
      } else if (message.type === 'exit-called') exitCode = message.code;
      else if (message.type === 'model') reports[message.index] = message.report as Report;
      else if (message.type === 'failed') reports[0] = fail(request.file, request.file, message.error);
      else finish();
    });
    worker.on('error', (error) => finish(deathOf(error)));
    worker.on('exit', () => finish(exitCode === null ? NEVER_SETTLED : exitedWith(exitCode)));
    worker.postMessage(request);
  });
}

/** The thread ended by itself: nothing was left to wait for. */
const NEVER_SETTLED: ModelError = {
  code: 'user-error',
  message: 'a function of the model, or its top level, waits for a promise that never settles',
  hint: 'look for an await whose promise is neither resolved nor rejected',
};

function exitedWith(code: number): ModelError {
  return {
    code: 'exited',
    message: `the model ended its process (exit code ${code})`,
    hint: 'remove process.exit from the model',
  };
}

function deathOf(error: unknown): ModelError {
  const code = (error as { code?: unknown })?.code;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return { code: 'out-of-memory', message: 'the model ran out of memory' };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'user-error',
    message: `an error nobody caught: ${message}`,
    hint: 'a callback or promise of the model failed after its function had returned',
  };
}

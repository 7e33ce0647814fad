import { parentPort } from 'node:worker_threads';
import type { ModelError } from '../check/report.js';
import { createRandom } from '../numdiff/random.js';
import type { RunMessage, RunRequest } from './protocol.js';
import { TASKS } from './tasks.js';

/** Runs user code: loads one source of models, does a task with each, one after the other, tells plain data. */
const port = parentPort!;
const tell = (message: RunMessage): void => port.postMessage(message);

const exit = process.exit.bind(process);
process.exit = (code) => {
  tell({ type: 'exit-called', code: Number(code ?? 0) });
  return exit(code);
};

port.once('message', (request: RunRequest) => void answer(request));

async function answer(request: RunRequest): Promise<void> {
  const { file, options } = request;
  const userRandom = createRandom(options.seed);
  // In place before user code loads: import, params() and data() are then deterministic too.
  Math.random = userRandom;
  const task = await TASKS[request.task].load();
  const { loadModels } = await import('./load-models.js');
  const loaded = await loadModels(request, task.needsGradient);
  if ('error' in loaded) {
    tell({ type: 'failed', error: loaded.error });
    tell({ type: 'done' });
    return;
  }
  const { models, positions } = loaded;
  const { toModelError } = await import('./error-report.js');
  const describeError = (thrown: unknown): ModelError => toModelError(thrown, positions);
  tell({ type: 'loaded', models: models.map((model) => model.name) });
  for (const [index, model] of models.entries()) {
    const started = performance.now();
    let report;
    try {
      report = await model.run(task, { file, options, userRandom, describeError });
    } catch (error) {
      report = task.fail(model.name, file, describeError(error), performance.now() - started);
    }
    tell({ type: 'model', index, report });
  }
  await flush();
  tell({ type: 'done' });
}

/** What the model printed is on its way through its own channel: wait until the main process has it. */
async function flush(): Promise<void> {
  const written = [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve)));
  await Promise.all(written);
}

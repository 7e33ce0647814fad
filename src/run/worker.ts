import { parentPort } from 'node:worker_threads';
import { createRandom } from '../numdiff/random.js';
import type { RunMessage, RunRequest } from './protocol.js';

/** Runs user code: imports one bundle, checks its models one after the other, tells plain data. */
const port = parentPort!;
const tell = (message: RunMessage): void => port.postMessage(message);

port.once('message', (request: RunRequest) => void answer(request));

async function answer({ bundleUrl, file, options }: RunRequest): Promise<void> {
  const userRandom = createRandom(options.seed);
  // In place before user code loads: import, params() and data() are then deterministic too.
  Math.random = userRandom;
  const { readSourcePositions } = await import('../load/source-positions.js');
  const { importModule } = await import('../load/import-module.js');
  const { errorReport, toModelError } = await import('./error-report.js');
  const positions = readSourcePositions(bundleUrl);
  let module: Record<string, unknown>;
  try {
    module = await importModule(bundleUrl);
  } catch (error) {
    const { message, ...place } = positions.describeError(error);
    tell({
      type: 'failed',
      error: { code: 'load', message: `the module threw while it was loaded: ${message}`, ...place },
    });
    tell({ type: 'done' });
    return;
  }
  const { findModels } = await import('../model/model-definition.js');
  const { checkModel } = await import('./check-model.js');
  const models = findModels(module, file, options.names);
  tell({ type: 'loaded', models: models.map((model) => model.name) });
  for (const [index, model] of models.entries()) {
    const started = performance.now();
    let report;
    try {
      if ('error' in model) throw model.error;
      report = await checkModel(model.definition, file, options, userRandom);
    } catch (error) {
      report = errorReport(model.name, file, toModelError(error, positions), performance.now() - started);
    }
    tell({ type: 'model', index, report });
  }
  tell({ type: 'done' });
}

import type { ModelError } from '../check/report.js';
import { createRandom } from '../numdiff/random.js';
import { blameAlteredBuiltins } from './altered-builtins.js';
import { endTurn } from './end-turn.js';
import type { EntryCount } from './progress-part.js';
import type { RunMessage, RunRequest } from './protocol.js';
import { TASKS } from './tasks.js';

/**
 * Runs user code: loads one source of models, does a task with each, one after the other, tells plain data as it goes.
 * `onLoaded` is given what finds the user's lines in an error.
 */
export async function answerRequest(
  request: RunRequest,
  tell: (message: RunMessage) => void,
  onLoaded: (describeError: (thrown: unknown) => ModelError) => void,
): Promise<void> {
  const { file, options, first } = request;
  const userRandom = createRandom(options.seed);
  // In place before user code loads: import, params() and data() are then deterministic too.
  Math.random = userRandom;
  const task = await TASKS[request.task].load();
  const { loadModels } = await import('./load-models.js');
  const loaded = await loadModels(request, task.needsGradient);
  if (!('models' in loaded)) {
    tell({ type: 'failed', error: loaded.error });
    tell({ type: 'done' });
    return;
  }
  const { models, positions } = loaded;
  if (task.takesOne && models.length > 1) {
    tell({ type: 'failed', error: refuseSeveral(models.map(({ name }) => name)) });
    tell({ type: 'done' });
    return;
  }
  const { toModelError } = await import('./error-report.js');
  const describeError = (thrown: unknown): ModelError => blameAlteredBuiltins(toModelError(thrown, positions));
  onLoaded(describeError);
  tell({ type: 'loaded', models: models.map((model) => model.name) });
  const tellPart = (part: unknown): void => tell({ type: 'progress', part });
  const tellCount = (count: EntryCount): void => tell({ type: 'count', count });
  for (const [index, model] of models.entries()) {
    if (index < first) continue;
    tell({ type: 'started', index });
    try {
      const report = await model.run(task, { file, options, userRandom, describeError, endTurn, tellPart, tellCount });
      // What it rejected belongs to this model, not to the next.
      await endTurn();
      tell({ type: 'model', report });
    } catch (error) {
      tell({ type: 'stopped', error: describeError(error) });
    }
  }
  tell({ type: 'done' });
}

function refuseSeveral(names: readonly string[]): ModelError {
  return {
    code: 'usage',
    message: `the file holds ${names.length} models, ${names.join(', ')}: this takes one`,
    hint: 'export the one from a file of its own',
  };
}

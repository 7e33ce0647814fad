import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PointProblem } from '../../check/point-problem.js';
import { COMMONJS_SUFFIX } from '../../load/bundle-name.js';
import { writeBeside } from '../../load/bundle-files.js';
import { importModule } from '../../load/import-module.js';
import { findModels } from '../../model/model-definition.js';
import { createRandom, RULE, type SeededRandom } from '../../numdiff/index.js';
import { prepareModel } from '../prepare-model.js';
import { checkChunks } from './check-chunks.js';
import type { EntryJob, HelperData, HelperMessage, ModelText } from './entry-job.js';

interface Helper {
  /** Does what it can of a job. */
  work(job: EntryJob, tell: (message: HelperMessage) => void): Promise<void>;
}

/** Loads and prepares a model as the thread that runs it did. Throws whatever keeps it from that. */
export async function openHelper({ model, options }: HelperData, userRandom: SeededRandom): Promise<Helper> {
  const exports = await importAgain(model);
  const found = findModels(exports, model.file, options.names, true)[model.index];
  if (!found || 'error' in found) throw new Error('the module has other models when it is loaded again');
  const { objective, layout, settings, judging, sampled } = await prepareModel(found.definition, options, userRandom);
  return {
    work: async (job, tell) => {
      const { id, at, noise } = job;
      // A module that computes other numbers here is no help.
      if ((await objective.loss(at.point)) === at.loss) {
        const problem: PointProblem = {
          ...judging,
          ...settings,
          ...at,
          layout,
          noise,
          picks: sampled,
          random: createRandom(options.seed),
          rule: RULE,
        };
        const lossAt = objective.lossAround(at.point);
        await checkChunks(job, problem, { objective, lossAt }, (chunk, result) => {
          tell({ type: 'chunk', job: id, chunk, result });
        });
      }
      tell({ type: 'done', job: id });
    },
  };
}

async function importAgain({ url, text }: ModelText): Promise<Record<string, unknown>> {
  const suffix = url.endsWith(COMMONJS_SUFFIX) ? COMMONJS_SUFFIX : '.mjs';
  const written = writeBeside(fileURLToPath(url), text, suffix);
  if (written === null) throw new Error('there is no place to write the bundle');
  try {
    return await importModule(pathToFileURL(written.path).href);
  } finally {
    written.dispose();
  }
}

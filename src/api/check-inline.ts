import type { ModelError, ModelReport } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import { runningPositions } from '../load/source-positions.js';
import { copyData } from '../model/data-guard.js';
import { findModels, type DefinedModel, type ModelDefinition } from '../model/model-definition.js';
import { checkModel } from '../run/check-model.js';
import { errorReport, toModelError } from '../run/error-report.js';
import { nameFiles } from '../run/name-files.js';
import type { RunOptions } from '../run/run-options.js';
import { createRandom, type SeededRandom } from '../numdiff/random.js';

/** What stands for the file in reports of models that were handed over as objects. */
const INLINE = 'inline model';

/**
 * Checks models in the caller's own process, one after the other. While user code runs `Math.random` is the seeded
 * stream; it is as it was before when this returns, however a model ended.
 */
export async function checkInline(model: unknown, options: RunOptions): Promise<ModelReport[]> {
  const userRandom = createRandom(options.seed);
  const own = Math.random;
  Math.random = userRandom;
  try {
    const reports: ModelReport[] = [];
    for (const found of readModels(model, options))
      reports.push(nameFiles(await checkFound(found, options, userRandom), process.cwd()));
    return reports;
  } finally {
    Math.random = own;
  }
}

/** The models in what was handed over, whose getters are code of the user's as well. */
function readModels(model: unknown, { names }: RunOptions): DefinedModel[] {
  try {
    return findModels(asModule(model), INLINE, names);
  } catch (cause) {
    return [{ name: INLINE, error: new GradcheckError('user-error', 'the model threw while it was read', { cause }) }];
  }
}

/** A namespace (`import * as model`) is a module already; a model or a list of them is one's default export. */
function asModule(model: unknown): Record<string, unknown> {
  const isModule = typeof model === 'object' && model !== null && 'default' in model;
  return isModule ? (model as Record<string, unknown>) : { default: model };
}

async function checkFound(model: DefinedModel, options: RunOptions, userRandom: SeededRandom): Promise<ModelReport> {
  const started = performance.now();
  try {
    if (!('definition' in model)) throw model.error;
    return await checkModel(withOwnData(model.definition), { file: INLINE, options, userRandom, describeError });
  } catch (error) {
    return errorReport(model.name, INLINE, describeError(error), performance.now() - started);
  }
}

function describeError(thrown: unknown): ModelError {
  return toModelError(thrown, runningPositions());
}

/** The data belong to the caller, whose functions may change what they are given: they get a copy. */
function withOwnData(definition: ModelDefinition): ModelDefinition {
  const { data } = definition;
  const copied = typeof data === 'function' ? async () => copyData(await data()) : copyData(data);
  return { ...definition, data: copied };
}

import type { ModelError } from '../check/report.js';
import type { FormulaModel } from '../formula/formula-model.js';
import type { SourcePositions } from '../load/source-positions.js';
import { endTurn } from './end-turn.js';
import { toModelError } from './error-report.js';
import type { ExactModule } from './load-exact.js';
import type { ExactModel } from './open-exact.js';
import type { GradientNeed } from '../model/model-definition.js';
import type { ModelSource, RunRequest } from './protocol.js';
import type { Task, TaskContext } from './task.js';

/** A model with which a task can be done. */
interface LoadedModel {
  readonly name: string;
  /** @throws what keeps the task from being done */
  run<Report>(task: Task<Report>, context: TaskContext): Promise<Report>;
}

interface LoadedModels {
  readonly models: readonly LoadedModel[];
  /** Where errors of bundled code belong in the user's files. */
  readonly positions?: SourcePositions;
}

/**
 * Loads what a request names, and only the code that it takes: a module needs no mathjs, formulas no source map.
 * Returns an error where there are no models to be had. Never throws.
 */
export async function loadModels(
  request: RunRequest,
  needsGradient: GradientNeed,
): Promise<LoadedModels | { readonly error: ModelError }> {
  const { source } = request;
  return source.kind === 'bundle' ? loadBundle(request, source, needsGradient) : loadFormulas(request);
}

async function loadBundle(
  { file, options }: RunRequest,
  { url, exactUrl = url }: ModelSource & { kind: 'bundle' },
  needsGradient: GradientNeed,
): ReturnType<typeof loadModels> {
  const { readSourcePositions } = await import('../load/source-positions.js');
  const { importModule } = await import('../load/import-module.js');
  const positions = readSourcePositions(url);
  // Read now: bundles are removed as soon as they are loaded.
  const exactPositions = exactUrl === url ? positions : readSourcePositions(exactUrl);
  let module: Record<string, unknown>;
  try {
    module = await importModule(url);
  } catch (error) {
    const { message, ...place } = positions.describeError(error);
    return { error: { code: 'load', message: `the module threw while it was loaded: ${message}`, ...place } };
  }
  await endTurn();
  const { findModels } = await import('../model/model-definition.js');
  let exact: Promise<ExactModule> | undefined;
  const loadExactModel = async (index: number): Promise<ExactModel> => {
    const { loadExact } = await import('./load-exact.js');
    const { exports, describe, locateStack } = await (exact ??= loadExact(exactUrl, exactPositions));
    const model = findModels(exports, file, options.names, needsGradient)[index];
    if (!model || !('definition' in model)) throw model?.error ?? new Error('the instrumented module has fewer models');
    const { file: ownFile, linesOf } = exactPositions;
    return { definition: model.definition, describe, locateStack, file: ownFile, linesOf };
  };
  const models = findModels(module, file, options.names, needsGradient).map((model, index): LoadedModel => ({
    name: model.name,
    run: async (task, context) => {
      if (!('definition' in model)) throw model.error;
      const modelText = { url, text: positions.text, file, index };
      return task.run(model.definition, { ...context, modelText, loadExact: () => loadExactModel(index) });
    },
  }));
  return { models, positions };
}

async function loadFormulas({ source, file, options }: RunRequest): ReturnType<typeof loadModels> {
  try {
    const { defineExpression, readModels } = await import('../formula/index.js');
    if (source.kind === 'expression') return { models: [toLoaded(defineExpression(source.expression))] };
    return { models: source.kind === 'json' ? readModels(source.path, file, options.names).map(toLoaded) : [] };
  } catch (error) {
    return { error: toModelError(error) };
  }
}

function toLoaded(model: FormulaModel): LoadedModel {
  return { name: model.name, run: (task, context) => task.runFormulas(model, context) };
}

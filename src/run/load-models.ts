import type { ModelError, ModelReport } from '../check/report.js';
import type { SourcePositions } from '../load/source-positions.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { toModelError } from './error-report.js';
import type { RunRequest } from './protocol.js';

/** A model that can be checked, by a function that checks one whose functions are there. */
interface LoadedModel {
  readonly name: string;
  /** @throws what keeps it from being checked */
  check(run: (definition: ModelDefinition) => Promise<ModelReport>): Promise<ModelReport>;
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
export async function loadModels(request: RunRequest): Promise<LoadedModels | { readonly error: ModelError }> {
  return request.source.kind === 'bundle' ? loadBundle(request, request.source.url) : loadFormulas(request);
}

async function loadBundle({ file, options }: RunRequest, url: string): ReturnType<typeof loadModels> {
  const { readSourcePositions } = await import('../load/source-positions.js');
  const { importModule } = await import('../load/import-module.js');
  const positions = readSourcePositions(url);
  let module: Record<string, unknown>;
  try {
    module = await importModule(url);
  } catch (error) {
    const { message, ...place } = positions.describeError(error);
    return { error: { code: 'load', message: `the module threw while it was loaded: ${message}`, ...place } };
  }
  const { findModels } = await import('../model/model-definition.js');
  const models = findModels(module, file, options.names).map((model) => ({
    name: model.name,
    check: async (run: (definition: ModelDefinition) => Promise<ModelReport>) => {
      if ('error' in model) throw model.error;
      return run(model.definition);
    },
  }));
  return { models, positions };
}

async function loadFormulas({ source, file, options }: RunRequest): ReturnType<typeof loadModels> {
  try {
    const { defineExpression, readModels } = await import('../formula/index.js');
    if (source.kind === 'expression') return { models: [defineExpression(source.expression)] };
    return { models: source.kind === 'json' ? readModels(source.path, file, options.names) : [] };
  } catch (error) {
    return { error: toModelError(error) };
  }
}

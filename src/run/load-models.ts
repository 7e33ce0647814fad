import type { ModelReport } from '../check/report.js';
import type { SourcePositions } from '../load/source-positions.js';
import type { ModelDefinition } from '../model/model-definition.js';
import type { RunRequest } from './protocol.js';

/** Checks a model whose functions are there. */
type CheckDefinition = (definition: ModelDefinition) => Promise<ModelReport>;

/** A model that can be checked; what keeps it from that is thrown when it is tried. */
interface LoadedModel {
  readonly name: string;
  check(run: CheckDefinition): Promise<ModelReport>;
}

export interface LoadedModels {
  readonly models: readonly LoadedModel[];
  /** For errors of code: where they belong in the user's files. */
  readonly positions?: SourcePositions;
}

/**
 * Loads what a request names, and only the code that it takes: modules need no mathjs, formulas no source maps.
 * @throws GradcheckError, or what the user's module threw
 */
export async function loadModels({ source, file, options }: RunRequest): Promise<LoadedModels> {
  if (source.kind === 'bundle') return loadBundle(source.url, file, options);
  const { defineExpression, readModels } = await import('../formula/index.js');
  const models =
    source.kind === 'json' ? readModels(source.path, file, options.names) : [defineExpression(source.expression)];
  return { models };
}


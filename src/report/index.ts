import { GradcheckError } from '../errors.js';
import type { DiffModel, DiffReport } from '../check/diff-report.js';
import type { ReporterFactory } from './reporter.js';

export type { Reporter, ReporterFactory } from './reporter.js';

/** Imported when asked for: a run that prints JSON does not pay for tables and colours. */
const REPORTERS: Readonly<Record<string, () => Promise<ReporterFactory>>> = {
  pretty: async () => (await import('./pretty.js')).createPrettyReporter,
  json: async () => (await import('./json.js')).createJsonReporter,
};

const DIFF_REPORTERS: Readonly<Record<string, () => Promise<ReporterFactory<DiffModel, DiffReport>>>> = {
  pretty: async () => (await import('./diff/pretty.js')).createPrettyDiffReporter,
  json: async () => (await import('./diff/json.js')).createJsonDiffReporter,
};

/**
 * Looks a reporter up by name, before the run starts; what it returns loads it.
 * @throws GradcheckError `usage`, with the names there are.
 */
export function findReporter(name: string): () => Promise<ReporterFactory> {
  return find(REPORTERS, name);
}

/** The same for `gradcheck diff`. */
export function findDiffReporter(name: string): () => Promise<ReporterFactory<DiffModel, DiffReport>> {
  return find(DIFF_REPORTERS, name);
}

function find<Loader>(reporters: Readonly<Record<string, Loader>>, name: string): Loader {
  if (Object.hasOwn(reporters, name)) return reporters[name];
  throw new GradcheckError('usage', `There is no reporter named "${name}".`, {
    hint: `Reporters: ${Object.keys(reporters).join(', ')}.`,
  });
}

import { GradcheckError } from '../errors.js';
import type { ReporterFactory } from './reporter.js';

export type { Reporter, ReporterFactory } from './reporter.js';

/** Imported when asked for: a run that prints JSON does not pay for tables and colours. */
const REPORTERS: Readonly<Record<string, () => Promise<ReporterFactory>>> = {
  pretty: async () => (await import('./pretty.js')).createPrettyReporter,
  json: async () => (await import('./json.js')).createJsonReporter,
};

/**
 * Looks a reporter up by name, before the run starts; what it returns loads it.
 * @throws GradcheckError `usage`, with the names there are.
 */
export function findReporter(name: string): () => Promise<ReporterFactory> {
  if (Object.hasOwn(REPORTERS, name)) return REPORTERS[name];
  throw new GradcheckError('usage', `There is no reporter named "${name}".`, {
    hint: `Reporters: ${Object.keys(REPORTERS).join(', ')}.`,
  });
}

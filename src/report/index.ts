import { GradcheckError } from '../errors.js';
import type { ReporterFactory } from './reporter.js';

export type { Reporter, ReporterContext, ReporterFactory } from './reporter.js';

/** Imported when asked for: a run that prints JSON does not pay for tables and colours. */
const REPORTERS: Readonly<Record<string, () => Promise<ReporterFactory>>> = {
  pretty: async () => (await import('./pretty.js')).createPrettyReporter,
  json: async () => (await import('./json.js')).createJsonReporter,
};

export const REPORTER_NAMES: readonly string[] = Object.keys(REPORTERS);

/** The reporter of a name; throws a usage error that lists the names when there is none. */
export async function loadReporter(name: string): Promise<ReporterFactory> {
  if (!Object.hasOwn(REPORTERS, name)) {
    throw new GradcheckError('usage', `There is no reporter named "${name}".`, {
      hint: `Reporters: ${REPORTER_NAMES.join(', ')}.`,
    });
  }
  return REPORTERS[name]();
}

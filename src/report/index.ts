import type { ReporterFactory } from './reporter.js';

export type { Reporter, ReporterContext, ReporterFactory } from './reporter.js';

/** Imported when asked for: a run that prints JSON does not pay for tables and colours. */
const REPORTERS: Readonly<Record<string, () => Promise<ReporterFactory>>> = {
  pretty: async () => (await import('./pretty.js')).createPrettyReporter,
  json: async () => (await import('./json.js')).createJsonReporter,
  junit: async () => (await import('./junit.js')).createJunitReporter,
  github: async () => (await import('./github.js')).createGithubReporter,
  markdown: async () => (await import('./markdown.js')).createMarkdownReporter,
  tap: async () => (await import('./tap.js')).createTapReporter,
  sarif: async () => (await import('./sarif.js')).createSarifReporter,
  html: async () => (await import('./html.js')).createHtmlReporter,
  blob: async () => (await import('./blob.js')).createBlobReporter,
};

export const REPORTER_NAMES: readonly string[] = Object.keys(REPORTERS);

/** Looks a reporter up by name, before the run starts; what it returns loads it. undefined for a name that is none. */
export function findReporter(name: string): (() => Promise<ReporterFactory>) | undefined {
  return Object.hasOwn(REPORTERS, name) ? REPORTERS[name] : undefined;
}

import { fileURLToPath, pathToFileURL } from 'node:url';
import { instrument } from '../autodiff/rewrite/instrument.js';
import type { Site } from '../autodiff/rewrite/site.js';
import { installRuntime } from '../autodiff/runtime.js';
import { GradcheckError } from '../errors.js';
import type { SourceLocation } from '../check/report.js';
import { COMMONJS_SUFFIX } from '../load/bundle-name.js';
import { writeBeside } from '../load/bundle-files.js';
import { importModule } from '../load/import-module.js';
import type { SourcePositions } from '../load/source-positions.js';

/** The user's module over again, instrumented, and where its operations stand in the user's files. */
export interface ExactModule {
  readonly exports: Record<string, unknown>;
  readonly sites: readonly Site[];
  /** The place and the text of a site's expression in the user's file; null where it is not the user's. */
  locate(site: number): SourceLocation | null;
}

/**
 * Rewrites the text of a bundle and loads the result beside it, where its imports mean the same.
 * @throws what the rewritten module throws while it loads, or SyntaxError
 */
export async function loadExact(bundleUrl: string, text: string, positions: SourcePositions): Promise<ExactModule> {
  installRuntime();
  const { code, sites } = instrument(text);
  const suffix = bundleUrl.endsWith(COMMONJS_SUFFIX) ? COMMONJS_SUFFIX : '.mjs';
  const written = writeBeside(fileURLToPath(bundleUrl), code, suffix);
  if (written === null) throw new GradcheckError('load', 'there is no place to write the instrumented module');
  try {
    const exports = await importModule(pathToFileURL(written.path).href);
    const locate = createLocator(text, sites, positions);
    return { exports, sites, locate };
  } finally {
    written.dispose();
  }
}

function createLocator(
  text: string,
  sites: readonly Site[],
  positions: SourcePositions,
): (site: number) => SourceLocation | null {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return (number) => {
    const site = sites[number - 1];
    if (!site) return null;
    let line = 0;
    for (let low = 0, high = starts.length - 1; low <= high;) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= site.start) {
        line = middle;
        low = middle + 1;
      } else high = middle - 1;
    }
    const place = positions.original(line + 1, site.start - starts[line] + 1);
    return place && { ...place, text: text.slice(site.start, site.end) };
  };
}

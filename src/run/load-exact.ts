import { SourceMap } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { instrument } from '../autodiff/rewrite/instrument.js';
import type { Site } from '../autodiff/rewrite/site.js';
import { installRuntime } from '../autodiff/runtime.js';
import type { SourceLocation } from '../check/report.js';
import { GradcheckError } from '../errors.js';
import type { SitePlace } from '../diagnose/tape/site-place.js';
import { COMMONJS_SUFFIX } from '../load/bundle-name.js';
import { writeBeside } from '../load/bundle-files.js';
import { importModule } from '../load/import-module.js';
import type { SourcePositions } from '../load/source-positions.js';

/** The user's module over again, instrumented, and where its operations stand in the user's files. */
export interface ExactModule {
  readonly exports: Record<string, unknown>;
  /** A site's expression, and its place in the user's file. */
  describe(site: number): SitePlace;
  /** The calls of a stack in the user's files, innermost first. */
  locateStack(stack: string): SourceLocation[];
}

/**
 * Rewrites the text of a bundle and loads the result beside it, where its imports mean the same.
 * @throws what the rewritten module throws while it loads, or SyntaxError
 */
export async function loadExact(bundleUrl: string, positions: SourcePositions): Promise<ExactModule> {
  installRuntime();
  const { text } = positions;
  const instrumented = instrument(text);
  const { code, sites } = instrumented;
  const suffix = bundleUrl.endsWith(COMMONJS_SUFFIX) ? COMMONJS_SUFFIX : '.mjs';
  const written = writeBeside(fileURLToPath(bundleUrl), code, suffix);
  if (written === null) throw new GradcheckError('load', 'there is no place to write the instrumented module');
  try {
    const url = pathToFileURL(written.path).href;
    const exports = await importModule(url);
    const locateStack = createStackLocator(url, instrumented.map, positions);
    return { exports, describe: createDescriber(text, sites, positions), locateStack };
  } finally {
    written.dispose();
  }
}

/** A frame of native code, such as the one of Array.map between a callback and who passed it. */
const NATIVE_FRAME = /\((?:<anonymous>|native)\)$/;
/** A function without a name: a callback that stands where it is passed. */
const UNNAMED_FRAME = /^\s*at (?:async )?(?!.*\()/;

/**
 * The calls of a stack in the user's files, innermost first: by the source map of the instrumented text in the bundle,
 * and by the bundle's from there. Where an inline callback is passed is no call of its own.
 */
function createStackLocator(
  url: string,
  readMap: () => string,
  positions: SourcePositions,
): (stack: string) => SourceLocation[] {
  let map: SourceMap | undefined;
  return (stack) => {
    map ??= new SourceMap(JSON.parse(readMap()) as never);
    const found: SourceLocation[] = [];
    let isPassedOn = false;
    let isUnnamed = false;
    for (const line of stack.split('\n')) {
      const at = line.indexOf(url);
      const place = at < 0 ? null : /^:(\d+):(\d+)/.exec(line.slice(at + url.length));
      const wasPassedOn = isPassedOn;
      isPassedOn = NATIVE_FRAME.test(line) && isUnnamed;
      if (!place) continue;
      isUnnamed = UNNAMED_FRAME.test(line);
      if (wasPassedOn && found.length > 0) continue;
      const entry = map.findEntry(Number(place[1]) - 1, Number(place[2]) - 1);
      const isKnown = 'originalLine' in entry && typeof entry.originalLine === 'number';
      const location = isKnown ? positions.original(entry.originalLine + 1, entry.originalColumn + 1) : null;
      if (location) found.push(location);
    }
    return found;
  };
}

/** Finds what stands at a site; positions in the bundle are looked up in its source map. */
function createDescriber(
  text: string,
  sites: readonly Site[],
  positions: SourcePositions,
): (site: number) => SitePlace {
  const starts = lineStarts(text);
  return (number) => {
    const site = sites[number - 1];
    if (!site) return { location: null, text: '', operation: '', operands: [] };
    const line = lineOf(starts, site.start);
    const place = positions.original(line + 1, site.start - starts[line] + 1);
    const slice = ([start, end]: readonly [number, number]): string => text.slice(start, end);
    const expression = slice([site.start, site.end]);
    return {
      location: place && { ...place, text: expression },
      text: expression,
      operation: site.operation,
      operands: site.operands.map(slice),
    };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

/** The line, from 0, of an offset: binary search. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

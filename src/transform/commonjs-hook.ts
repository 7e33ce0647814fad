import Module, { createRequire } from 'node:module';
import { followedFiles, type FollowOptions } from './followed-files.js';
import { inlineMap } from './inline-map.js';
import type { instrument as Instrument } from './instrument-text.js';

type Compile = (this: unknown, content: string, filename: string, ...rest: unknown[]) => unknown;

/**
 * Instruments the CommonJS modules of the program: the hooks of Node's loader do not see what `require` loads, but all of
 * it goes through `Module.prototype._compile`.
 */
export function hookCommonJs(options: FollowOptions): void {
  const isFollowed = followedFiles(options);
  const prototype = Module.prototype as unknown as { _compile: Compile };
  const compile = prototype._compile;
  prototype._compile = function (content, filename, ...rest) {
    return compile.call(this, isFollowed(filename) ? rewrite(content, filename) : content, filename, ...rest);
  };
}

/** The module instrumented; as it is where it does not parse, which is for Node to say. */
function rewrite(content: string, filename: string): string {
  try {
    const { code, map } = loadInstrument()(content, { fileName: filename, importRuntime: false });
    return inlineMap(code, map);
  } catch (error) {
    if (error instanceof SyntaxError) return content;
    throw error;
  }
}

let instrument: typeof Instrument | undefined;

/** Loaded when the first CommonJS module is: most programs have none. */
function loadInstrument(): typeof Instrument {
  instrument ??= (createRequire(import.meta.url)('./instrument.js') as { instrument: typeof Instrument }).instrument;
  return instrument;
}

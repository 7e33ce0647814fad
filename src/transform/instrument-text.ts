import { instrument as rewrite } from '../autodiff/rewrite/instrument.js';

/** What the text of a module is rewritten to. */
export interface InstrumentedText {
  readonly code: string;
  /** Source map from `code` to the text, version 3, as JSON. */
  readonly map: string;
}

export interface InstrumentOptions {
  /** Name of the text in the source map; `module.js` where not given. */
  readonly fileName?: string;
  /**
   * Whether the module that an import names is instrumented as well. Where not given, those named by a path are
   * (`./layers.js`, `/src/loss.js`), and packages are not.
   */
  readonly follows?: (specifier: string) => boolean;
  /** Whether the code imports `gradcheck/runtime` by itself. True where not given; else the program has to. */
  readonly importRuntime?: boolean;
}

const RUNTIME_MODULE = 'gradcheck/runtime';

/**
 * Rewrites the text of a JavaScript module so that `gradient` and its like of `gradcheck` can follow what it computes.
 * On plain numbers it computes what it computed before, to the last bit.
 * @throws SyntaxError where the text does not parse; TypeScript has to be compiled first
 */
export function instrument(code: string, options: InstrumentOptions = {}): InstrumentedText {
  const { fileName, follows = namesPath, importRuntime = true } = options;
  const rewritten = rewrite(code, fileName, { runtimeModule: importRuntime ? RUNTIME_MODULE : undefined, follows });
  return { code: rewritten.code, map: rewritten.map() };
}

function namesPath(specifier: string): boolean {
  return /^(\.{0,2}\/|file:)/.test(specifier);
}

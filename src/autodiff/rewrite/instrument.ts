import { parse } from 'acorn';
import type { Program } from 'estree';
import { RUNTIME_KEY } from '../runtime-key.js';
import { Editor } from './editor.js';
import { analyzeNames } from './names.js';
import { Rewriter } from './rewriter.js';
import type { Site } from './site.js';

export interface Instrumented {
  readonly code: string;
  /** Site number n (from 1) is `sites[n - 1]`. */
  readonly sites: readonly Site[];
  /** Source map of `code`; made when asked for. */
  map(): string;
}

/**
 * Rewrites a JavaScript module so that its arithmetic, its `Math` and its typed arrays also work on tracked numbers.
 * With plain numbers it computes, to the last bit, what it computed before.
 * @throws SyntaxError where the text does not parse
 */
export function instrument(source: string, fileName = 'module.js'): Instrumented {
  const program = parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    allowHashBang: true,
    allowAwaitOutsideFunction: true,
    preserveParens: true,
    // The reader of scopes wants them.
    ranges: true,
  }) as unknown as Program & { start: number };
  const editor = new Editor(source);
  const prefix = freePrefix(source);
  const rewriter = new Rewriter(source, editor, analyzeNames(program), prefix);
  rewriter.visitProgram(program);
  const hashbang = /^#!.*\n?/.exec(source)?.[0].length ?? 0;
  editor.openOutside(hashbang, `${prelude(rewriter.runtimeNames, prefix)}${rewriter.programTemporaries.declaration()}`);
  return { code: editor.toString(), sites: rewriter.sites, map: () => editor.map(fileName) };
}

/** One line, so that line numbers stay. */
function prelude(names: ReadonlySet<string>, prefix: string): string {
  if (names.size === 0) return '';
  const bindings = [...names].sort().map((name) => `${name}: ${prefix}${name}`);
  return `const { ${bindings.join(', ')} } = globalThis[Symbol.for(${JSON.stringify(RUNTIME_KEY)})];`;
}

/** A beginning of names that the text does not use. */
function freePrefix(source: string): string {
  let prefix = '$g_';
  while (source.includes(prefix)) prefix = `$${prefix}`;
  return prefix;
}

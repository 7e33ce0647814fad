import { parse } from 'acorn';
import type { Program } from 'estree';
import { RUNTIME_KEY } from '../runtime-key.js';
import { Editor } from './editor.js';
import { importRuntime } from './import-runtime.js';
import { analyzeNames } from './names.js';
import type { Node } from './nodes.js';
import type { Site } from './site.js';
import { VISITORS } from './visitors.js';
import { Walk } from './walk.js';

export interface InstrumentSettings {
  /** Specifier of the module that puts the runtime in place; without it the runtime has to be there already. */
  readonly runtimeModule?: string;
  /** Whether what an import names is instrumented as well; nothing is where absent. */
  readonly follows?: (specifier: string) => boolean;
}

export interface Instrumented {
  readonly code: string;
  /** Site number n (from 1) is `sites[n - 1]`. */
  readonly sites: readonly Site[];
  /** Source map of `code`; made when asked for. */
  map(): string;
}

/**
 * Rewrites a JavaScript module so that its arithmetic, its `Math` and its typed arrays also work on tracked numbers:
 * calls of the runtime are put around what a tracked number can take part in. Each operator first asks whether its
 * operands are plain numbers and then is the operator it was, so constants, counters and data cost little. With plain
 * numbers the module computes, to the last bit, what it computed before.
 * @throws SyntaxError where the text does not parse
 */
export function instrument(
  source: string,
  fileName = 'module.js',
  { runtimeModule, follows }: InstrumentSettings = {},
): Instrumented {
  const program = parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    allowHashBang: true,
    allowAwaitOutsideFunction: true,
    preserveParens: true,
    // The reader of scopes wants them.
    ranges: true,
  }) as unknown as Program & Node;
  const editor = new Editor(source);
  const prefix = freePrefix(source);
  const names = analyzeNames(program, follows);
  const walk = new Walk(source, editor, names, prefix, VISITORS);
  const declaration = walk.inFrame(() => walk.visit(program, 0));
  const isUsed = walk.runtimeNames.size > 0;
  const load = isUsed && runtimeModule ? importRuntime(program, names, runtimeModule) : '';
  editor.openOutside(firstPlace(program, source), `${load}${prelude(walk.runtimeNames, prefix)}${declaration}`);
  return { code: editor.toString(), sites: walk.sites, map: () => editor.map(fileName) };
}

/** Where statements may stand: behind a hashbang and directives such as "use strict", which only count in front. */
function firstPlace({ body }: Program, source: string): number {
  const count = body.findIndex((statement) => !('directive' in statement));
  if (count > 0) return (body[count] as unknown as Node).start;
  return /^#!.*\n?/.exec(source)?.[0].length ?? 0;
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

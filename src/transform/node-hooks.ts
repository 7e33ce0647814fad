/** Hooks of Node's module loader, which `gradcheck/register` puts in place. They run in a thread of their own. */
import { existsSync } from 'node:fs';
import { createRequire, type LoadHook, type ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chainMaps } from './chain-maps.js';
import { compileFile, needsCompiling, type CompiledFile } from './compile-file.js';
import { followedFiles, type FollowOptions } from './followed-files.js';
import { followedImports } from './followed-imports.js';
import { inlineMap } from './inline-map.js';
import { instrument } from './instrument-text.js';

let isFollowed = followedFiles({});

export function initialize(options: FollowOptions): void {
  isFollowed = followedFiles(options);
}

/** TypeScript names its imports by what they are compiled to: `./loss.js` stands for `./loss.ts` where only that is there. */
export const resolve: ResolveHook = (specifier, context, nextResolve) => {
  const source = findSource(specifier, context.parentURL);
  return nextResolve(source ?? specifier, context);
};

function findSource(specifier: string, parent: string | undefined): string | null {
  if (!/^(?:\.{1,2}\/|file:).*\.[cm]?jsx?$/.test(specifier) || !parent?.startsWith('file:')) return null;
  const url = new URL(specifier, parent);
  if (existsSync(url)) return null;
  const candidates = [url.href.replace(/js(x?)$/, 'ts$1'), url.href.replace(/js$/, 'tsx')];
  return candidates.find((href) => existsSync(new URL(href))) ?? null;
}

export const load: LoadHook = async (url, context, nextLoad) => {
  const path = url.startsWith('file:') ? fileURLToPath(url) : null;
  if (path === null || !isFollowed(path)) return nextLoad(url, context);
  if (needsCompiling(path)) {
    const compiled = await compileFile(loadEsbuild(), path, { target: `node${process.versions.node}` });
    const format = /\.ctsx?$/i.test(path) ? 'commonjs' : 'module';
    const source = (await rewrite(compiled, url)) ?? compiled.code;
    return { format, source, shortCircuit: true };
  }
  const loaded = await nextLoad(url, context);
  // CommonJS modules are loaded in the main thread.
  if (loaded.format !== 'module' || !loaded.source) return loaded;
  const source = await rewrite({ code: Buffer.from(loaded.source as Uint8Array).toString() }, url);
  return source === null ? loaded : { ...loaded, source };
};

/** The module instrumented; null where it does not parse, which is for Node to say. */
async function rewrite({ code, map }: Partial<CompiledFile> & { code: string }, url: string): Promise<string | null> {
  try {
    const followed = await followedImports(code, async (specifier) => leadsToFollowed(specifier, url));
    const rewritten = instrument(code, {
      fileName: url,
      follows: (specifier) => followed.has(specifier),
      // It is in place: the hooks are registered by what installs it.
      importRuntime: false,
    });
    return inlineMap(rewritten.code, chainMaps(rewritten.map, map));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function leadsToFollowed(specifier: string, parent: string): boolean {
  if (/^(?:\.{1,2}\/|\/|file:)/.test(specifier)) return isFollowed(new URL(specifier, parent).pathname);
  if (/^[a-z][\w+.-]*:/.test(specifier)) return false;
  try {
    return isFollowed(createRequire(parent).resolve(specifier));
  } catch {
    // Of packages that only `import` can reach, the place under node_modules is known by their name.
    return isFollowed(`/node_modules/${specifier}/index.js`);
  }
}

function loadEsbuild(): typeof import('esbuild') {
  return createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
}

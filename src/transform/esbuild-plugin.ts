import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BuildOptions, OnLoadArgs, OnLoadResult, Plugin, PluginBuild } from 'esbuild';
import { chainMaps } from './chain-maps.js';
import { compileFile, needsCompiling } from './compile-file.js';
import { followedFiles, type FollowOptions } from './followed-files.js';
import { followedImports } from './followed-imports.js';
import { inlineMap } from './inline-map.js';
import { instrument } from './instrument-text.js';

/**
 * A plugin of esbuild that instruments the program's own modules, TypeScript and JavaScript alike, so that `gradient` and
 * its like of `gradcheck` can follow their losses.
 * @example build({ entryPoints: ['app.ts'], bundle: true, plugins: [gradcheck()] })
 */
export function gradcheck(options: FollowOptions = {}): Plugin {
  const isFollowed = followedFiles(options);
  return {
    name: 'gradcheck',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, (args) =>
        isFollowed(args.path) ? load(args, build, isFollowed) : undefined,
      );
    },
  };
}

async function load(
  { path }: OnLoadArgs,
  build: PluginBuild,
  isFollowed: (path: string) => boolean,
): Promise<OnLoadResult> {
  const compiled = needsCompiling(path) ? await compile(path, build) : undefined;
  if (compiled && 'errors' in compiled) return compiled;
  const code = compiled?.code ?? (await readFile(path, 'utf8'));
  const resolveDir = dirname(path);
  const leadsToFollowed = async (specifier: string): Promise<boolean> => {
    const resolved = await build.resolve(specifier, { resolveDir, kind: 'import-statement' });
    return !resolved.external && resolved.namespace === 'file' && isFollowed(resolved.path);
  };
  try {
    const followed = await followedImports(code, leadsToFollowed);
    const rewritten = instrument(code, { fileName: path, follows: (specifier) => followed.has(specifier) });
    return { contents: inlineMap(rewritten.code, chainMaps(rewritten.map, compiled?.map)), loader: 'js' };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { warnings: [{ text: `${path} is not instrumented: ${error.message}` }] };
  }
}

/** Settings of the build that decide what a file means. */
const SETTINGS = [
  'define',
  'jsx',
  'jsxDev',
  'jsxFactory',
  'jsxFragment',
  'jsxImportSource',
  'jsxSideEffects',
  'keepNames',
  'loader',
  'target',
  'tsconfig',
  'tsconfigRaw',
] as const satisfies readonly (keyof BuildOptions)[];

async function compile(path: string, { esbuild, initialOptions }: PluginBuild) {
  const given = SETTINGS.filter((name) => initialOptions[name] !== undefined);
  const settings = Object.fromEntries(given.map((name) => [name, initialOptions[name]]));
  try {
    return await compileFile(esbuild, path, settings);
  } catch (error) {
    const { errors } = error as { errors?: OnLoadResult['errors'] };
    if (errors === undefined) throw error;
    return { errors };
  }
}

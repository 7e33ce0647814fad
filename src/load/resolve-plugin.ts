import { existsSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { extname, isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ImportKind, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { findPackageRoot } from './package-root.js';

/** Marks our own calls of `build.resolve`, which must not come back to us. */
const OWN_CALL = Symbol('resolved by gradcheck');

/** What Node runs as it is; anything else (TypeScript, JSON) has to go into the bundle even from node_modules. */
const RUNNABLE = new Set(['.js', '.mjs', '.cjs', '.node', '.wasm', '']);

/** What can be read as JavaScript. */
const SCRIPT = new Set(['.js', '.mjs', '.cjs']);

const NODE_MODULES = /[\\/]node_modules[\\/]/;

export interface ResolveOptions {
  /** External imports become absolute addresses. */
  readonly absolute: boolean;
  /** Packages go into the bundle as well, where they are plain JavaScript. */
  readonly withPackages?: boolean;
}

/**
 * Decides what is bundled and what is imported at run time: packages in node_modules stay imports, so that they are
 * loaded by Node as ever, while linked workspace packages, path aliases and `#imports` that lead to the user's own
 * files are bundled along.
 *
 * An external import stays a bare name if it means the same package seen from `home` (the folder of the model, whose
 * packages the bundle can reach); otherwise it becomes an absolute address.
 */
export function createResolvePlugin(home: string, options: ResolveOptions): Plugin {
  return {
    name: 'gradcheck-resolve',
    setup(build) {
      build.onResolve({ filter: /\.node$/ }, (args) => resolveAddon(build, args));
      build.onResolve({ filter: /^[^./\\]/ }, (args) => {
        if (args.pluginData === OWN_CALL || args.kind === 'entry-point' || isAbsolute(args.path)) return undefined;
        if (isBuiltin(args.path)) return { path: args.path, external: true };
        if (args.path.startsWith('file:')) return resolveFileUrl(args);
        if (/^[a-z-]+:/.test(args.path)) return undefined;
        return resolveBareImport(build, args, home, options);
      });
    },
  };
}

async function resolveBareImport(
  build: PluginBuild,
  args: OnResolveArgs,
  home: string,
  { absolute, withPackages }: ResolveOptions,
): Promise<OnResolveResult | undefined> {
  const isOurs = args.path === 'gradcheck' || args.path.startsWith('gradcheck/');
  const found = await findPath(build, args.path, args.kind, args.resolveDir);
  const path = found ?? (isOurs ? await findOwnPath(build, args) : undefined);
  // esbuild words the failure, and knows that a `require` inside `try` may fail.
  if (path === undefined) return undefined;
  // Ours stays out of the bundle even when linked: a second copy would not know the first one's objects.
  const isPackage = isOurs || (NODE_MODULES.test(path) && !(withPackages && SCRIPT.has(extname(path))));
  const isExternal = RUNNABLE.has(extname(path)) && isPackage;
  if (!isExternal) return found === undefined ? { path } : undefined;
  if (!absolute && found !== undefined && isNamedAfterFolder(args.path, path)) {
    const isReachable = args.resolveDir === home || (await findPath(build, args.path, args.kind, home)) === path;
    if (isReachable) return { path: args.path, external: true };
  }
  return { path: addressFor(args.kind, path), external: true };
}

/** False for path aliases, `#imports` and a package's import of itself, which mean nothing from another folder. */
function isNamedAfterFolder(specifier: string, path: string): boolean {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  return path.replaceAll('\\', '/').includes(`/node_modules/${name}/`);
}

async function findPath(
  build: PluginBuild,
  path: string,
  kind: ImportKind,
  resolveDir: string,
): Promise<string | undefined> {
  const result = await build.resolve(path, { kind, resolveDir, pluginData: OWN_CALL });
  if (result.errors.length === 0 && isAbsolute(result.path)) return result.path;
  try {
    // Node may know a way that esbuild does not (NODE_PATH, a condition of its own).
    return createRequire(join(resolveDir, 'index.js')).resolve(path);
  } catch {
    return undefined;
  }
}

/** `gradcheck` as the user's file means it when it is not installed there (npx, a global install): the running one. */
async function findOwnPath(build: PluginBuild, args: OnResolveArgs): Promise<string | undefined> {
  const root = findPackageRoot();
  if (root === null) return undefined;
  const path = await findPath(build, args.path, args.kind, root);
  if (path !== undefined) return path;
  const entries = args.path === 'gradcheck' ? ['dist/index.js', 'src/index.ts'] : [];
  return entries.map((entry) => join(root, entry)).find((entry) => existsSync(entry));
}

/** Native addons cannot be bundled; the `require` of one gets its absolute path. */
async function resolveAddon(build: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult | undefined> {
  if (args.pluginData === OWN_CALL || args.kind === 'entry-point') return undefined;
  const path = await findPath(build, args.path, args.kind, args.resolveDir);
  return path === undefined ? undefined : { path: addressFor(args.kind, path), external: true };
}

function resolveFileUrl(args: OnResolveArgs): OnResolveResult {
  const path = fileURLToPath(args.path);
  return NODE_MODULES.test(path) && RUNNABLE.has(extname(path)) ? { path: args.path, external: true } : { path };
}

/** `import` wants a URL for an absolute place, `require` a path. */
function addressFor(kind: ImportKind, path: string): string {
  return kind === 'require-call' || kind === 'require-resolve' ? path : pathToFileURL(path).href;
}

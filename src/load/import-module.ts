import { COMMONJS_SUFFIX } from './bundle-name.js';

/**
 * Imports a bundle; runs in the worker. Of a CommonJS model, whose bundle has a default export only, the properties of
 * `module.exports` become names beside `default`, as Node itself does it.
 *
 * @returns the exports as a plain object
 * @throws whatever the user's code throws while it loads
 */
export async function importModule(bundleUrl: string): Promise<Record<string, unknown>> {
  const namespace = (await import(/* @vite-ignore */ bundleUrl)) as Record<string, unknown>;
  const isCommonJs = bundleUrl.endsWith(COMMONJS_SUFFIX);
  return isCommonJs ? exposeNames(namespace.default) : { ...namespace };
}

function exposeNames(exported: unknown): Record<string, unknown> {
  const hasNames = (typeof exported === 'object' && exported !== null) || typeof exported === 'function';
  if (!hasNames || Array.isArray(exported)) return { default: exported };
  // Code compiled from `export default` to CommonJS says so, and brings its own `default`.
  const isCompiled = (exported as { __esModule?: unknown }).__esModule === true;
  return isCompiled ? { ...exported } : { ...exported, default: exported };
}

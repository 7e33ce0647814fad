/** How the name of a bundle ends whose entry point is CommonJS; `importModule`, in another thread, knows it by that. */
export const COMMONJS_SUFFIX = '.commonjs.mjs';

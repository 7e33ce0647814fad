/** `node --import gradcheck/register app.js`: the program's own modules are instrumented as they are loaded. */
import { register } from 'node:module';
import { installRuntime } from './autodiff/runtime.js';
import { hookCommonJs } from './transform/commonjs-hook.js';
import type { FollowOptions } from './transform/followed-files.js';

installRuntime();

const options = readOptions(process.env);
hookCommonJs(options);
register('./node-hooks.js', { parentURL: import.meta.url, data: options });

/** `GRADCHECK_PACKAGES`: names of packages to follow as well, with commas between, or `all`. `GRADCHECK_INCLUDE`: a RegExp over paths. */
function readOptions({ GRADCHECK_PACKAGES, GRADCHECK_INCLUDE }: NodeJS.ProcessEnv): FollowOptions {
  const names = GRADCHECK_PACKAGES?.split(',').map((name) => name.trim());
  return {
    packages: names?.includes('all') ? 'all' : names,
    include: GRADCHECK_INCLUDE ? new RegExp(GRADCHECK_INCLUDE) : undefined,
  };
}

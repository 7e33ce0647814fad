export { gradcheck, gradcheck as default } from './transform/esbuild-plugin.js';
export type { FollowOptions } from './transform/followed-files.js';

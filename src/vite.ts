export { gradcheck, gradcheck as default, type TransformPlugin } from './transform/vite-plugin.js';
export type { FollowOptions } from './transform/followed-files.js';

import { isAbsolute, relative, resolve } from 'node:path';
import type { Io } from './io.js';

/**
 * How build services want files named: from the root of the checkout, wherever in it the step runs. Files outside of
 * it, and all files where no service says where it is, keep their names.
 */
export function nameFromRoot(io: Pick<Io, 'env' | 'cwd'>): (file: string) => string {
  const root = io.env.GITHUB_WORKSPACE || io.env.CI_PROJECT_DIR;
  if (!root) return (file) => file;
  return (file) => {
    const path = relative(root, resolve(io.cwd(), file));
    return path.startsWith('..') || isAbsolute(path) || path === '' ? file : path.replaceAll('\\', '/');
  };
}

import { findPackageRoot } from '../load/package-root.js';

/** Which files of a program are instrumented. */
export interface FollowOptions {
  /** Packages under node_modules whose code is instrumented as well, by name; `'all'` for every one. None where not given. */
  readonly packages?: readonly string[] | 'all';
  /** Paths of the program's own files to instrument; all of them where not given. */
  readonly include?: RegExp;
}

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte)$/i;

/** A function that tells of a file, by its absolute path or a bundler's name for it, whether it is instrumented. */
export function followedFiles({ packages = [], include }: FollowOptions): (path: string) => boolean {
  // The runtime itself cannot be followed, also where gradcheck is linked rather than installed.
  const own = slashed(`${findPackageRoot() ?? ''}/dist/`);
  return (id) => {
    const path = slashed(id.replace(/[?#].*$/s, ''));
    if (!CODE.test(path) || path.startsWith('\0') || path.startsWith(own)) return false;
    const name = packageOf(path);
    if (name === null) return include === undefined || include.test(path);
    return name !== 'gradcheck' && (packages === 'all' || packages.includes(name));
  };
}

/** The package that a file belongs to; null for the program's own. */
function packageOf(path: string): string | null {
  const found = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//s.exec(path);
  return found === null ? null : found[1];
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

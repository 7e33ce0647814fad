import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SUFFIXES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'];
const NAMES = SUFFIXES.map((suffix) => `gradcheck.config.${suffix}`);

/** The configuration nearest to a folder, from it upward; in one folder the first of NAMES, then package.json. */
export function findConfig(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = NAMES.map((name) => join(at, name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    if (hasOwnSection(join(at, 'package.json'))) return join(at, 'package.json');
    if (at === dirname(at)) return undefined;
  }
}

function hasOwnSection(path: string): boolean {
  try {
    return Object.hasOwn(JSON.parse(readFileSync(path, 'utf8')) as object, 'gradcheck');
  } catch {
    return false;
  }
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | null | undefined;

/** The folder of our own package.json, however deep the build put this code; null when it is not there. */
export function findPackageRoot(): string | null {
  root ??= searchUpward(dirname(fileURLToPath(import.meta.url)));
  return root;
}

function searchUpward(start: string): string | null {
  for (let folder = start; ; folder = dirname(folder)) {
    if (readPackageName(folder) === 'gradcheck') return folder;
    if (folder === dirname(folder)) return null;
  }
}

function readPackageName(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: unknown }).name;
  } catch {
    return undefined;
  }
}

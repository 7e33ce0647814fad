import { mkdirSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isFolder, makeFolder } from './make-folder.js';
import { createBundleName, isBundleName, sweepBundles } from './sweep-bundles.js';

export interface BundleFile {
  path: string;
  /** Removes the file and the empty folders around it that are ours. Idempotent, never throws. */
  dispose(): void;
}

const live = new Set<BundleFile>();
let hasExitHook = false;

/**
 * Writes a bundle where its bare imports mean the same as in the model file: `.cache/gradcheck` in the nearest
 * node_modules upward of it, else beside it under a hidden name. Sweeps what dead processes left in both.
 *
 * @returns null when neither place can be written
 */
export function writeNearModel(source: string, text: string, suffix: string): BundleFile | null {
  const folder = dirname(source);
  const modules = findNodeModules(folder);
  sweepBundles(folder);
  if (modules !== null) {
    const cache = join(modules, '.cache', 'gradcheck');
    sweepBundles(cache);
    const written = writeInCache(cache, text, suffix);
    if (written !== null) return written;
  }
  return tryWrite(join(folder, createBundleName(suffix)), text, () => {});
}

/**
 * Writes a bundle into a folder of its own among the system's temporary files.
 *
 * @returns null when that is not possible
 */
export function writeTemporary(text: string, suffix: string): BundleFile | null {
  sweepBundles(tmpdir());
  let folder: string;
  try {
    folder = join(tmpdir(), createBundleName(''));
    mkdirSync(folder);
  } catch {
    return null;
  }
  const removeFolder = () => removeEmptyFolder(folder);
  const written = tryWrite(join(folder, createBundleName(suffix)), text, removeFolder);
  if (written === null) removeFolder();
  return written;
}

/**
 * Writes a second text beside a bundle, where its imports mean the same; the folder may have been removed with the
 * bundle.
 *
 * @returns null when that is not possible
 */
export function writeBeside(bundle: string, text: string, suffix: string): BundleFile | null {
  const folder = dirname(bundle);
  if (basename(dirname(folder)) === '.cache') return writeInCache(folder, text, suffix);
  try {
    makeFolder(folder);
  } catch {
    return null;
  }
  const removeOwnFolder = () => isBundleName(basename(folder)) && removeEmptyFolder(folder);
  return tryWrite(join(folder, createBundleName(suffix)), text, removeOwnFolder);
}

function writeInCache(cache: string, text: string, suffix: string): BundleFile | null {
  // Empty folders are never worth keeping, whoever made them; those with other content refuse to go.
  const removeFolders = () => {
    removeEmptyFolder(cache);
    removeEmptyFolder(dirname(cache));
  };
  // Another process may remove the folder, empty for a moment, between the two steps.
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      makeFolder(cache);
    } catch {
      break;
    }
    const written = tryWrite(join(cache, createBundleName(suffix)), text, removeFolders);
    if (written !== null) return written;
  }
  removeFolders();
  return null;
}

function tryWrite(path: string, text: string, afterRemoval: () => void): BundleFile | null {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch {
    // A full disk leaves the file behind half written.
    removeFile(path);
    return null;
  }
  const file: BundleFile = {
    path,
    dispose() {
      if (!live.delete(file)) return;
      removeFile(path);
      afterRemoval();
    },
  };
  live.add(file);
  disposeAtExit();
  return file;
}

function disposeAtExit(): void {
  if (hasExitHook) return;
  hasExitHook = true;
  process.on('exit', removeBundles);
}

/** Removes every bundle of this process that is still there. */
export function removeBundles(): void {
  for (const file of live) file.dispose();
}

function findNodeModules(start: string): string | null {
  for (let folder = start; ; folder = dirname(folder)) {
    const modules = basename(folder) === 'node_modules' ? folder : join(folder, 'node_modules');
    if (isFolder(modules)) return modules;
    if (folder === dirname(folder)) return null;
  }
}

function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already.
  }
}

function removeEmptyFolder(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Not empty, or gone already.
  }
}

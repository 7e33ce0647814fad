import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const NAME = /^\.gradcheck-([0-9a-f]{6})-(\d+)-[0-9a-f]{12}(?:\.commonjs)?(?:\.mjs)?$/;
const FOREIGN_HOST_KEEP_MS = 24 * 60 * 60 * 1000;

/** Process ids mean something on one machine only, and a project folder may be shared by several (containers, NFS). */
const HOST = createHash('sha1').update(hostname()).digest('hex').slice(0, 6);

/** A hidden name that tells whose it is: machine, process, and which of its bundles. */
export function createBundleName(suffix: string): string {
  return `.gradcheck-${HOST}-${process.pid}-${randomBytes(6).toString('hex')}${suffix}`;
}

export function isBundleName(name: string): boolean {
  return NAME.test(name);
}

/** Removes from a folder the bundles of processes that ended without doing so. Never throws. */
export function sweepBundles(folder: string): void {
  for (const name of listNames(folder)) {
    const match = NAME.exec(name);
    if (match === null) continue;
    const path = join(folder, name);
    const isLeft = match[1] === HOST ? !isAlive(Number(match[2])) : ageMs(path) > FOREIGN_HOST_KEEP_MS;
    if (isLeft) removeAll(path);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function ageMs(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function removeAll(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Another user's.
  }
}

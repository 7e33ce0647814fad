import { statSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { GradcheckError } from '../errors.js';
import { displayName } from '../run/name-files.js';
import type { Io } from './io.js';

/**
 * What is read is never written to, and no file is written twice. Asked before anything is done.
 * @param outputs files to write, as the user names them; what is not given is passed over
 * @throws GradcheckError `usage`
 */
export function refuseOverwriting(
  outputs: readonly (string | undefined)[],
  inputs: readonly (string | undefined)[],
  io: Pick<Io, 'cwd'>,
): void {
  const pathsOf = (files: readonly (string | undefined)[]): string[] =>
    files.flatMap((file) => (file === undefined ? [] : [resolve(io.cwd(), file)]));
  const refuse = (file: string, what: string): GradcheckError =>
    new GradcheckError('usage', `${displayName(file, io.cwd())} would ${what}`, { hint: 'name another file to write' });
  const read = pathsOf(inputs);
  const written = pathsOf(outputs);
  for (const [i, file] of written.entries()) {
    if (read.some((input) => isSameFile(input, file))) throw refuse(file, 'overwrite what is read');
    if (!isDevice(file) && written.slice(0, i).some((other) => isSameFile(other, file)))
      throw refuse(file, 'be written twice');
  }
}

/** Such as /dev/null, which takes all. */
function isDevice(path: string): boolean {
  const stats = identify(path);
  return stats !== undefined && !stats.isFile();
}

/** Links to one file are the same file. */
function isSameFile(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [identify(a), identify(b)];
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
}

/** Where nothing can be found, such as in a folder that is a file, there is nothing to lose. */
function identify(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

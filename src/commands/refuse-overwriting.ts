import { statSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { GradcheckError } from '../errors.js';
import { displayName } from '../run/name-files.js';
import type { Io } from './io.js';

/**
 * What is read is never written to. Asked before anything is done.
 * @param outputs files to write, as the user names them; what is not given is passed over
 * @throws GradcheckError `usage`
 */
export function refuseOverwriting(
  outputs: readonly (string | undefined)[],
  inputs: readonly (string | undefined)[],
  io: Pick<Io, 'cwd'>,
): void {
  const read = inputs.flatMap((file) => (file === undefined ? [] : [resolve(io.cwd(), file)]));
  for (const output of outputs) {
    if (output === undefined) continue;
    const file = resolve(io.cwd(), output);
    if (!read.some((input) => isSameFile(input, file))) continue;
    throw new GradcheckError('usage', `${displayName(file, io.cwd())} would overwrite what is read`, {
      hint: 'name another file to write',
    });
  }
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

import { GradcheckError } from '../errors.js';
import { findFiles } from '../run/find-files.js';

/**
 * The file of a command that takes one.
 * @throws GradcheckError `file-not-found`, `usage` where there are several
 */
export async function findOne(pattern: string, cwd: string): Promise<string> {
  const { files, missing } = await findFiles([pattern], cwd);
  if (missing.length > 0) {
    const { code, message, hint } = missing[0].error;
    throw new GradcheckError(code as 'file-not-found', message, { hint });
  }
  if (files.length === 1) return files[0];
  throw new GradcheckError('usage', `${pattern} names ${files.length} files; name one of them`);
}

import { dirname } from 'node:path';
import { listOf } from '../config/settings.js';
import type { CheckOptions, Config } from '../config/types.js';
import { GradcheckError } from '../errors.js';
import type { ExpressionRequest } from '../formula/read-expression.js';
import { closestName } from '../model/model-definition.js';
import { findFiles, type MissingFile } from '../run/find-files.js';

/** What a call checks. */
export interface Job {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly missing: readonly MissingFile[];
  /** Checked after the files. */
  readonly expression?: ExpressionRequest;
}

/** What there is to choose from, when the command line names no files. */
interface Around {
  readonly options: CheckOptions;
  readonly config?: Config;
  readonly configFile?: string;
}

/** @throws GradcheckError `usage` where there is nothing to check */
export async function chooseModels(
  patterns: readonly string[],
  { options, config, configFile }: Around,
  expression: ExpressionRequest | undefined,
  { cwd, commands }: { readonly cwd: string; readonly commands: readonly string[] },
): Promise<Job> {
  const isFromConfig = patterns.length === 0 && expression === undefined;
  if (isFromConfig && config?.files === undefined) throw nothingToCheck();
  const globs = isFromConfig ? listOf(config!.files!) : patterns;
  const { files, missing } = await findFiles(globs, isFromConfig ? dirname(configFile!) : cwd);
  const job = { files, missing: missing.map((one) => suggestCommand(one, commands)), expression };
  return options.shard ? takeShard(job, options.shard) : job;
}

function nothingToCheck(): GradcheckError {
  const lines = [
    'name a model file, or globs in quotes:',
    '  gradcheck model.ts',
    '  gradcheck "src/**/*.model.ts"',
    'give formulas:',
    "  gradcheck --expr 'x^2*y' --at x=1,y=2 --gradient-expr '2*x*y, x^2'",
    'or name the files once, in gradcheck.config.ts:',
    "  export default { files: 'src/**/*.model.ts' };",
    'gradcheck --help lists the options',
  ];
  return new GradcheckError('usage', 'there is nothing to check', { hint: lines.join('\n') });
}

/** A bare word that is no file may be a command with a slip of the pen. */
function suggestCommand({ name, isDirectory, error }: MissingFile, commands: readonly string[]): MissingFile {
  const close = !isDirectory && /^[a-z]+$/.test(name) ? closestName(name, commands) : null;
  const hint = [...(close === null ? [] : [`did you mean the command ${close}?`]), error.hint].join(' ');
  return { name, isDirectory, error: { ...error, hint } };
}

/** Every n-th of what there is, so that neighbours, which are often alike, are spread over the parts. */
function takeShard({ files, missing, expression }: Job, { index, count }: { index: number; count: number }): Job {
  let place = 0;
  const isMine = (): boolean => place++ % count === index - 1;
  return {
    missing: missing.filter(isMine),
    files: files.filter(isMine),
    ...(expression && isMine() ? { expression } : {}),
  };
}

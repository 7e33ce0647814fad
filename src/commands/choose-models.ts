import { dirname } from 'node:path';
import type { ModelReport } from '../check/report.js';
import { listOf } from '../config/settings.js';
import type { CheckOptions, Config } from '../config/types.js';
import { GradcheckError } from '../errors.js';
import type { ExpressionRequest } from '../formula/read-expression.js';
import { closestName } from '../model/model-definition.js';
import { findFiles } from '../run/find-files.js';

/** What a call checks. */
export interface Job {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Reports for names without a file. */
  readonly missing: readonly ModelReport[];
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
  const job = { files, missing: missing.map((report) => suggestCommand(report, commands)), expression };
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
function suggestCommand(report: ModelReport, commands: readonly string[]): ModelReport {
  const close = /^[a-z]+$/.test(report.file) ? closestName(report.file, commands) : null;
  if (close === null || !report.error) return report;
  return {
    ...report,
    error: { ...report.error, hint: `did you mean the command ${close}? ${report.error.hint ?? ''}` },
  };
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

import { relative } from 'node:path';
import type { ModelReport, SourceLocation } from '../check/report.js';
import { bundleModule, stopBundler } from '../load/bundle.js';
import type { ExpressionRequest } from '../formula/read-expression.js';
import { errorReport, toModelError } from './error-report.js';
import type { ModelSource } from './protocol.js';
import type { RunOptions } from './run-options.js';
import { startWorker } from './worker-pool.js';

export interface CheckFilesOptions {
  readonly files: readonly string[];
  /** A model given by formulas on the command line; checked after the files. */
  readonly expression?: ExpressionRequest;
  readonly cwd: string;
  readonly options: RunOptions;
  readonly userOutput: (text: string) => void;
  readonly onModel?: (report: ModelReport) => void | Promise<void>;
}

/** What stands for the file in reports of --expr. */
const EXPRESSION_FILE = '--expr';

/** Checks the models of some files, each file in a thread of its own. Never throws for what a file does. */
export async function checkFiles({
  files,
  expression,
  cwd,
  options,
  userOutput,
  onModel,
}: CheckFilesOptions): Promise<ModelReport[]> {
  const reports: ModelReport[] = [];
  const tell = async (found: readonly ModelReport[]): Promise<void> => {
    for (const report of found) {
      const shown = nameFiles(report, cwd);
      reports.push(shown);
      await onModel?.(shown);
    }
  };
  for (const file of files) await tell(await checkFile(file, displayName(file, cwd), options, userOutput));
  if (expression) await tell(await checkExpression(expression, options, userOutput));
  await stopBundler();
  return reports;
}

async function checkFile(
  file: string,
  display: string,
  options: RunOptions,
  userOutput: (text: string) => void,
): Promise<ModelReport[]> {
  const worker = startWorker(userOutput);
  try {
    const { source, dispose } = await findSource(file, options.instrumentDeps ?? false);
    try {
      return await worker.run({ source, file: display, options }, dispose);
    } finally {
      dispose();
    }
  } catch (error) {
    return [errorReport(display, display, toModelError(error))];
  } finally {
    await worker.stop();
  }
}

/** A module is bundled, to be removed when it has been read; formulas are read as they are. */
async function findSource(file: string, withPackages: boolean): Promise<{ source: ModelSource; dispose: () => void }> {
  if (/\.json$/i.test(file)) return { source: { kind: 'json', path: file }, dispose: () => {} };
  const plain = await bundleModule(file);
  if (!withPackages) return { source: { kind: 'bundle', url: plain.url }, dispose: plain.dispose };
  try {
    const whole = await bundleModule(file, { withPackages });
    const dispose = (): void => [plain, whole].forEach((bundle) => bundle.dispose());
    return { source: { kind: 'bundle', url: plain.url, exactUrl: whole.url }, dispose };
  } catch (error) {
    plain.dispose();
    throw error;
  }
}

async function checkExpression(
  expression: ExpressionRequest,
  options: RunOptions,
  userOutput: (text: string) => void,
): Promise<ModelReport[]> {
  const worker = startWorker(userOutput);
  try {
    return await worker.run({ source: { kind: 'expression', expression }, file: EXPRESSION_FILE, options }, () => {});
  } finally {
    await worker.stop();
  }
}

/** Places in the user's files, named like the files themselves. */
function nameFiles(report: ModelReport, cwd: string): ModelReport {
  const name = <T extends { location?: SourceLocation }>(item: T): T =>
    item.location ? { ...item, location: { ...item.location, file: displayName(item.location.file, cwd) } } : item;
  return { ...report, ...(report.error && { error: name(report.error) }), diagnoses: report.diagnoses.map(name) };
}

/** Files are named as the user sees them: from the current folder, with forward slashes. */
function displayName(file: string, cwd: string): string {
  const path = relative(cwd, file).replaceAll('\\', '/');
  return path.startsWith('../../') || path === '' ? file : path;
}

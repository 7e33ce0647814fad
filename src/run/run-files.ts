import { bundleModule, stopBundler } from '../load/bundle.js';
import type { ExpressionRequest } from '../formula/read-expression.js';
import { toModelError } from './error-report.js';
import { displayName, nameFiles, type Located } from './name-files.js';
import type { ModelSource } from './protocol.js';
import type { RunOptions } from './run-options.js';
import type { Task } from './task.js';
import type { TaskHandle } from './tasks.js';
import { startWorker } from './worker-pool.js';

export interface RunFilesOptions<Report> {
  readonly files: readonly string[];
  /** A model given by formulas on the command line; its turn is after the files. */
  readonly expression?: ExpressionRequest;
  readonly cwd: string;
  readonly options: RunOptions;
  readonly userOutput: (text: string) => void;
  readonly onModel?: (report: Report) => void | Promise<void>;
}

/** What stands for the file in reports of --expr. */
export const EXPRESSION_FILE = '--expr';

/** Does a task with the models of some files, each file in a thread of its own. Never throws for what a file does. */
export async function runFiles<Report extends Located>(
  handle: TaskHandle<Report>,
  { files, expression, cwd, options, userOutput, onModel }: RunFilesOptions<Report>,
): Promise<Report[]> {
  const reports: Report[] = [];
  const run = new FileRun(handle, options, userOutput);
  const tell = async (found: readonly Report[]): Promise<void> => {
    for (const report of found) {
      const shown = nameFiles(report, cwd);
      reports.push(shown);
      await onModel?.(shown);
    }
  };
  for (const file of files) await tell(await run.file(file, displayName(file, cwd)));
  if (expression) await tell(await run.expression(expression));
  await stopBundler();
  return reports;
}

/** What the files of a run have in common. */
class FileRun<Report> {
  constructor(
    private readonly handle: TaskHandle<Report>,
    private readonly options: RunOptions,
    private readonly userOutput: (text: string) => void,
  ) {}

  async file(file: string, display: string): Promise<Report[]> {
    // Started before anything else: it takes a while.
    const worker = startWorker(this.userOutput);
    const { fail } = await this.handle.load();
    try {
      const { source, dispose } = await findSource(file, this.options.instrumentDeps ?? false);
      try {
        return await worker.run(this.request(source, display), fail, dispose);
      } finally {
        dispose();
      }
    } catch (error) {
      return [fail(display, display, toModelError(error))];
    } finally {
      await worker.stop();
    }
  }

  async expression(expression: ExpressionRequest): Promise<Report[]> {
    const worker = startWorker(this.userOutput);
    const { fail }: Task<Report> = await this.handle.load();
    try {
      return await worker.run(this.request({ kind: 'expression', expression }, EXPRESSION_FILE), fail, () => {});
    } finally {
      await worker.stop();
    }
  }

  private request(source: ModelSource, file: string) {
    return { task: this.handle.name, source, file, options: this.options };
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

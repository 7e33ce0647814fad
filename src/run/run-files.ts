import { bundleModule, stopBundler } from '../load/bundle.js';
import type { ExpressionRequest } from '../formula/read-expression.js';
import type { ModelError } from '../check/report.js';
import { toModelError } from './error-report.js';
import type { IsolationKind } from './isolation/start-isolate.js';
import { letThreadsEnd } from './isolation/stuck-threads.js';
import { readLimits, type Limits } from './limits.js';
import { displayName, nameFiles, type Located } from './name-files.js';
import type { ModelSource } from './protocol.js';
import type { EntryCount } from './progress-part.js';
import { sideBySide } from './side-by-side.js';
import type { RunOptions } from './run-options.js';
import type { TaskHandle } from './tasks.js';
import { startWorker, type RunOutcome } from './worker-pool.js';

export interface RunFilesOptions<Report> {
  readonly files: readonly string[];
  /** A model given by formulas on the command line; its turn is after the files. */
  readonly expression?: ExpressionRequest;
  readonly cwd: string;
  /** So many files side by side; one where nothing is said. */
  readonly atOnce?: number;
  readonly options: RunOptions;
  readonly userOutput: (text: string) => void;
  /** A thread, where nothing is said. */
  readonly isolation?: IsolationKind;
  readonly limits?: Limits;
  /** Ends the run: the model under way is told as far as it got, those after it are left out. Its reason is a ModelError. */
  readonly signal?: AbortSignal;
  readonly onModel?: (report: Report) => void | Promise<void>;
  /** Takes what a task tells on the way. */
  readonly onPart?: (part: unknown) => void;
  /** Told how far a model of a file, as it is shown, has come. */
  readonly onCount?: (file: string, count: EntryCount) => void;
}

/** What stands for the file in reports of --expr. */
export const EXPRESSION_FILE = '--expr';

/** Does a task with the models of some files, each file in a thread of its own; reports come in order. Never throws for what a file does. */
export async function runFiles<Report extends Located>(
  handle: TaskHandle<Report>,
  { files, expression, cwd, onModel, atOnce = 1, ...setting }: RunFilesOptions<Report>,
): Promise<Report[]> {
  const reports: Report[] = [];
  const run = new SourceRun(handle, setting);
  const tell = async (found: readonly Report[]): Promise<void> => {
    for (const report of found) {
      const shown = nameFiles(report, cwd);
      reports.push(shown);
      await onModel?.(shown);
    }
  };
  const tasks = [
    ...files.map((file) => () => run.file(file, displayName(file, cwd))),
    ...(expression ? [() => run.expression(expression)] : []),
  ];
  for await (const found of sideBySide(tasks, atOnce, hasRunOut)) await tell(found);
  await stopBundler();
  return reports;
}

/** For a thread of the model before; a second fills about a gigabyte. */
const WAIT_MS = 2000;

/** Memory is that of the whole process: who took it does not show where several models run. */
function hasRunOut(reports: readonly Located[]): boolean {
  return reports.some(({ error }) => error?.code === 'out-of-memory');
}

type Setting = Omit<RunFilesOptions<never>, 'files' | 'expression' | 'cwd' | 'onModel' | 'atOnce'>;

/** What the sources of a run have in common. */
class SourceRun<Report> {
  constructor(
    private readonly handle: TaskHandle<Report>,
    private readonly setting: Setting,
  ) {}

  file(file: string, display: string): Promise<Report[]> {
    return this.all(() => findSource(file, this.setting.options.instrumentDeps ?? false), display);
  }

  expression(expression: ExpressionRequest): Promise<Report[]> {
    return this.all(async () => ({ source: { kind: 'expression', expression }, dispose: () => {} }), EXPRESSION_FILE);
  }

  /** All models of a source; where one has to be ended, those after it in a fresh thread. */
  private async all(find: () => Promise<FoundSource>, file: string): Promise<Report[]> {
    const reports: Report[] = [];
    let isDone = false;
    while (!isDone && !this.setting.signal?.aborted) {
      const outcome = await this.from(reports.length, find, file);
      reports.push(...outcome.reports);
      isDone = reports.length >= outcome.models;
    }
    return reports;
  }

  private async from(first: number, find: () => Promise<FoundSource>, file: string): Promise<RunOutcome<Report>> {
    const {
      options,
      signal,
      isolation = 'worker',
      limits = readLimits({}),
      userOutput,
      onPart,
      onCount,
    } = this.setting;
    // What a model before this one still takes would be counted against this one.
    await letThreadsEnd(WAIT_MS);
    // Started before anything else: it takes a while.
    const worker = startWorker({
      isolation,
      limits,
      signal,
      onOutput: userOutput,
      onPart,
      onCount: onCount && ((count) => onCount(file, count)),
    });
    const { fail } = await this.handle.load();
    try {
      const { source, dispose } = await find();
      try {
        return await worker.run({ task: this.handle.name, source, file, options, first }, fail, dispose);
      } finally {
        dispose();
      }
    } catch (error) {
      // A signal may have ended the bundler as well.
      const why = signal?.aborted ? (signal.reason as ModelError) : toModelError(error);
      return { reports: [fail(file, file, why)], models: first + 1 };
    } finally {
      await worker.stop();
    }
  }
}

interface FoundSource {
  readonly source: ModelSource;
  readonly dispose: () => void;
}

/** A module is bundled, to be removed when it has been read; formulas are read as they are. */
async function findSource(file: string, withPackages: boolean): Promise<FoundSource> {
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

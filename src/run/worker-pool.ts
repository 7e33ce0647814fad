import type { ModelError } from '../check/report.js';
import type { IsolateOptions } from './isolation/isolate.js';
import { startIsolate, type IsolationKind } from './isolation/start-isolate.js';
import type { Limits } from './limits.js';
import type { EntryCount } from './progress-part.js';
import type { RunMessage, RunRequest } from './protocol.js';
import type { Task } from './task.js';

/** What will run one file's models. It is started before the bundle is ready: both take a while. */
export interface ModelWorker {
  /** Does a task with the models of a source, from the first asked for to the last, or to one that has to be ended. */
  run<Report>(request: RunRequest, fail: Task<Report>['fail'], onLoaded: () => void): Promise<RunOutcome<Report>>;
  /** Ends it, whatever it is doing. */
  stop(): Promise<void>;
}

export interface RunOutcome<Report> {
  /** Of models in order, from the first that was asked for. */
  readonly reports: readonly Report[];
  /** How many models the source has; without reports for the last of them, their turn is yet to come. */
  readonly models: number;
}

export interface WorkerOptions {
  readonly isolation: IsolationKind;
  readonly limits: Limits;
  readonly onOutput: IsolateOptions['onOutput'];
  /** Takes what is told on the way, which is then not kept for the report of a model that has to be ended. */
  readonly onPart?: (part: unknown) => void;
  /** Told how far a model has come. */
  readonly onCount?: (count: EntryCount) => void;
  /** Ends the task of the model under way. Its reason is a ModelError. */
  readonly signal?: AbortSignal;
}

export function startWorker({ isolation, limits, onOutput, onPart, onCount, signal }: WorkerOptions): ModelWorker {
  const isolate = startIsolate(isolation, { memoryLimit: limits.memoryBytes, onOutput });
  return {
    run: (request, fail, onLoaded) =>
      new Promise((resolve) => {
        const interrupt = (): void => collector.end(signal!.reason as ModelError);
        const events = { onLoaded, onPart, onCount };
        const collector = new Collector(request, fail, limits.timeoutMs, events, (outcome) => {
          signal?.removeEventListener('abort', interrupt);
          resolve(outcome);
        });
        isolate.run(request, { onMessage: (message) => collector.hear(message), onEnd: (why) => collector.end(why) });
        if (signal?.aborted) interrupt();
        else signal?.addEventListener('abort', interrupt);
      }),
    stop: () => isolate.stop(),
  };
}

/** Makes reports of what an isolate tells, and of its end. */
class Collector<Report> {
  private readonly reports: Report[] = [];
  /** Those of the source, once it is loaded. */
  private names: readonly string[] | undefined;
  private parts: unknown[] = [];
  private since = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    private readonly request: RunRequest,
    private readonly fail: Task<Report>['fail'],
    private readonly timeoutMs: number,
    private readonly events: Pick<WorkerOptions, 'onPart' | 'onCount'> & { readonly onLoaded: () => void },
    private readonly resolve: (outcome: RunOutcome<Report>) => void,
  ) {
    this.startClock();
  }

  hear(message: RunMessage): void {
    if (this.isOver) return;
    switch (message.type) {
      case 'loaded':
        this.names = message.models;
        this.events.onLoaded();
        return;
      case 'started':
        this.parts = [];
        return this.startClock();
      case 'progress':
        if (this.events.onPart) this.events.onPart(message.part);
        else this.parts.push(message.part);
        return;
      case 'count':
        return this.events.onCount?.(message.count);
      case 'model':
        return this.add(message.report as Report);
      case 'stopped':
        return this.add(this.conclude(message.error));
      case 'failed':
        return this.add(this.fail(this.request.file, this.request.file, message.error));
      case 'done':
        return this.finish();
    }
  }

  /** The isolate ended, or has to be: the model under way is told as far as it got. */
  end(reason: ModelError): void {
    if (this.isOver) return;
    const isAnyLeft = this.names === undefined || this.place < this.names.length;
    if (isAnyLeft) this.reports.push(this.conclude(reason));
    this.finish();
  }

  /** Of the model under way. */
  private get place(): number {
    return this.request.first + this.reports.length;
  }

  private add(report: Report): void {
    clearTimeout(this.timer);
    this.reports.push(report);
  }

  private conclude(error: ModelError): Report {
    const { file } = this.request;
    return this.fail(this.names?.[this.place] ?? file, file, error, performance.now() - this.since, this.parts);
  }

  private startClock(): void {
    clearTimeout(this.timer);
    this.since = performance.now();
    this.timer = setTimeout(() => this.end(timedOut(this.timeoutMs, this.names === undefined)), this.timeoutMs);
    // A thread or process under way keeps gradcheck alive; in the main thread nothing may, or its end would not show.
    this.timer.unref();
  }

  private finish(): void {
    clearTimeout(this.timer);
    this.isOver = true;
    this.resolve({ reports: this.reports, models: this.names?.length ?? this.reports.length });
  }
}

function timedOut(timeoutMs: number, isLoading: boolean): ModelError {
  const what = isLoading ? 'loading the module' : 'the model';
  return {
    code: 'timeout',
    message: `${what} took longer than ${timeoutMs / 1000} s and was ended`,
    hint: 'look for a loop that does not end, or give it more time: --timeout <seconds>',
  };
}

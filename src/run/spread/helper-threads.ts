import { setTimeout as wait } from 'node:timers/promises';
import { totalmem } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { EntryJob, HelperData, HelperMessage } from './entry-job.js';

/** As for the thread that runs the model: one large allocation beyond the limit would abort the whole process. */
const HEAP_LIMIT_MB = Math.ceil(totalmem() / 2 ** 20);
const POLL_MS = 1;

interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  /** The job that it has not told the end of. */
  job: number | null;
  hasEnded: boolean;
}

/** Threads that check entries beside this one. They are asked for what they have told, as this one rarely waits. */
export class HelperThreads {
  private readonly threads: Thread[];

  constructor(count: number, data: HelperData) {
    this.threads = Array.from({ length: count }, () => startThread(data));
  }

  post(job: EntryJob): void {
    for (const thread of this.threads) {
      thread.job = job.id;
      thread.port.postMessage(job);
    }
  }

  /** Hands on what has been told since. */
  read(hear: (message: HelperMessage) => void): void {
    for (const thread of this.threads) {
      for (let got = receiveMessageOnPort(thread.port); got; got = receiveMessageOnPort(thread.port)) {
        const message = got.message as HelperMessage;
        if (message.type === 'done' && message.job === thread.job) thread.job = null;
        hear(message);
      }
    }
  }

  /** Waits for more to be told, until a condition holds or nobody is at work. */
  async readUntil(isEnough: () => boolean, hear: (message: HelperMessage) => void): Promise<void> {
    for (this.read(hear); !isEnough() && this.areAtWork(); this.read(hear)) await wait(POLL_MS);
    this.read(hear);
  }

  /** Without waiting for it: a thread may hang in a call to the system. */
  stop(): void {
    for (const { worker } of this.threads) void worker.terminate();
  }

  private areAtWork(): boolean {
    return this.threads.some(({ job, hasEnded }) => job !== null && !hasEnded);
  }
}

function startThread(data: HelperData): Thread {
  const { port1: port, port2 } = new MessageChannel();
  const worker = new Worker(new URL('./helper.js', import.meta.url), {
    workerData: { port: port2, data },
    transferList: [port2],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  });
  const thread: Thread = { worker, port, job: null, hasEnded: false };
  worker.on('error', () => (thread.hasEnded = true));
  worker.on('exit', () => (thread.hasEnded = true));
  // Only who waits for an answer keeps the thread that runs the model alive.
  worker.unref();
  return thread;
}

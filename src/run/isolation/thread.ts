import { totalmem } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { ModelError } from '../../check/report.js';
import type { RunMessage } from '../protocol.js';
import { endStrays, noteOwnProcesses } from './end-strays.js';
import type { Isolate, IsolateEvents, IsolateOptions } from './isolate.js';
import { createMark, markedEnvironment } from './mark-processes.js';
import { noteStuck } from './stuck-threads.js';
import { watchMemory } from './watch-memory.js';
import { MEGABYTE, NEVER_SETTLED, outOfMemory, uncaught } from './word-end.js';

/** V8's heap limit, as high as it can mean anything: one large allocation beyond it would abort the whole process. */
const HEAP_LIMIT_MB = Math.ceil(totalmem() / MEGABYTE);

/** A thread that does not end within this time hangs in a call to the system, which nothing interrupts. */
const STOP_MS = 300;

/** Runs models in a thread. What it tells comes through a port of its own, which user code cannot reach. */
export function startThread({ memoryLimit, onOutput }: IsolateOptions): Isolate {
  noteOwnProcesses();
  const mark = createMark();
  const { port1: port, port2 } = new MessageChannel();
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: { port: port2 },
    transferList: [port2],
    env: markedEnvironment(mark),
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  });
  // What Node itself prints there, about warnings for example; user code's comes as messages.
  worker.stdout.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
  worker.stderr.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
  const hasEnded = new Promise<true>((resolve) => worker.once('exit', () => resolve(true)));
  let events: IsolateEvents | undefined;
  let reason: ModelError | undefined;
  let startsProcesses = false;
  const end = (why: ModelError): void => {
    const told = events;
    events = undefined;
    told?.onEnd(why);
  };
  const hear = (message: RunMessage): void => {
    if (message.type === 'output') onOutput(message.text);
    else if (message.type === 'process-started') startsProcesses = true;
    else if (message.type === 'ending') reason = message.error;
    else events?.onMessage(message);
  };
  const stopWatch = watchMemory(memoryLimit, () => end(outOfMemory(memoryLimit / MEGABYTE)));
  port.on('message', hear);
  worker.on('error', (error) => (reason ??= wordDeath(error)));
  worker.on('exit', () => {
    stopWatch();
    // What it told last may not have been read yet.
    for (let last = receiveMessageOnPort(port); last; last = receiveMessageOnPort(port)) hear(last.message);
    port.close();
    end(reason ?? NEVER_SETTLED);
  });
  return {
    run: (request, listener) => {
      events = listener;
      port.postMessage(request);
    },
    stop: async () => {
      events = undefined;
      stopWatch();
      // As long as the thread is there, it takes note of their end.
      if (startsProcesses) await endStrays(mark);
      void worker.terminate();
      let isEnded = await Promise.race([hasEnded, waitMs(STOP_MS)]);
      // It may wait for a process that it started, or have gone on starting them.
      const hadStrays = (!isEnded || startsProcesses) && (await endStrays(mark));
      if (!isEnded && hadStrays) isEnded = await Promise.race([hasEnded, waitMs(STOP_MS)]);
      if (!isEnded) noteStuck(worker);
    },
  };
}

function waitMs(duration: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), duration).unref());
}

/** The thread died without a word. */
function wordDeath(error: unknown): ModelError {
  const code = (error as { code?: unknown })?.code;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return outOfMemory();
  return uncaught({ code: 'user-error', message: error instanceof Error ? error.message : String(error) });
}
